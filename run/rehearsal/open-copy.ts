import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeAway } from '#run/take-away.ts'
import { tellWhenEnded } from '#run/tell-when-ended.ts'

/** What the process of a copy tells. */
export type Copy =
  | { readonly kind: 'made'; readonly members: number }
  | ({ readonly kind: 'open' } & Place)
  | ({ readonly kind: 'load' } & ShopLoad)

/** Where a shop is, who may plan a drop in it, and the crowd's access tokens. */
export type Place = {
  readonly url: string
  readonly admin: { readonly email: string; readonly password: string }
  readonly tokens: readonly string[]
}

/** What the shop's process has used since it began. */
export type ShopLoad = { readonly cpuMs: number; readonly memoryMb: number }

type OpenCopy = AsyncDisposable &
  Place & {
    readonly onLoad: (listen: (load: ShopLoad) => void) => void
    /** Ends the shop, so that its rows can be looked at, and gives its folder. */
    readonly close: () => Promise<string>
  }

const ENDED = 'No verdict: it was ended before. What the copy wrote is taken away.'

/**
 * A shop of its own in another process and a new folder, with a crowd of ready members. A signal that
 * ends this process leaves nothing of it.
 */
export async function openCopy(
  members: number,
  onMade: (members: number) => void,
): Promise<OpenCopy> {
  await using opened = new AsyncDisposableStack()
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'firstcome-rehearsal-'))
  const data = join(folder, 'data')
  const program = join(import.meta.dirname, 'rehearsal-shop.ts')
  const child = fork(program, [data, String(port), String(members)], {
    execArgv: copyFlags(process.execArgv),
    // Nothing of this environment: it may be that of a real shop.
    env: { NODE_ENV: 'production', NO_COLOR: '1' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Ctrl-C is for whoever started this, and ends the copy.
    detached: true,
  })
  opened.defer(() => takeAway(folder))
  opened.use(
    tellWhenEnded(ENDED, () => {
      child.kill('SIGKILL')
      takeAway(folder)
    }),
  )
  const ended = once(child, 'exit')
  const close = async () => {
    if (child.connected) child.send('close')
    await ended
    return data
  }
  opened.defer(async () => {
    await close()
  })
  let onLoad = (_: ShopLoad): void => undefined
  const place = await new Promise<Place>((resolve, reject) => {
    child.on('message', (told: Copy) => {
      if (told.kind === 'made') onMade(told.members)
      else if (told.kind === 'load') onLoad(told)
      else resolve(told)
    })
    ended.then(([code]) => reject(new Error(`the copy ended with ${code} before it was open`)))
  })
  const all = opened.move()
  return {
    ...place,
    onLoad(listen) {
      onLoad = listen
    },
    close,
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}

/** Where this process is to save memory, the copy saves it too; of no other flag it is told. */
export const copyFlags = (own: readonly string[]): string[] => [
  '--disable-warning=ExperimentalWarning',
  ...own.filter(flag => flag.startsWith('--max-')),
]

/** The tokens are for an address, so that it must be known before the shop is open. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('there is no free port')
  return address.port
}
