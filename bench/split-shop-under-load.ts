import { readdirSync, readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '#platform/time/clock.ts'
import { startEngines } from '#run/start-engines.ts'
import { openRows } from '#tests/invariants/shop-rows-store.ts'
import { freePort, startProgram } from '#tests/shop/a-child-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { httpClient } from '#tests/shop/http-client.ts'
import { type Shopping, shopping } from '#tests/shop/shopping.ts'
import { somePlace } from '#tests/shop/some-place.ts'

/** A shop of many processes over engines, all on this machine, to be put under load. */
export type SplitShop = AsyncDisposable & {
  readonly shop: Shopping
  readonly url: string
  /** A file with the members' tokens, one a line. */
  readonly tokens: string
  /** Makes more members, whose tokens nobody has seen; gives the file of their tokens. */
  readonly moreTokens: (members: number) => Promise<string>
  /** What its processes are told. */
  readonly environment: Readonly<Record<string, string>>
  /** How many were let in to a drop, and from which position to which, by the rows. */
  readonly positionsOf: (dropId: string) => Promise<Positions>
  /** How many orders of a drop stand in the rows. */
  readonly ordersOf: (dropId: string) => Promise<number>
  /** CPU that each process has used until now, engines included, in milliseconds. */
  readonly cpuMs: () => Readonly<Record<string, number>>
}

export type Positions = {
  readonly count: number
  readonly different: number
  readonly first: number
  readonly last: number
}

const admin = { email: 'chief@shop.example', password: 'Chief-of-the-shop-2026!' }
const REST = ['orders', 'payments', 'members', 'catalog', 'notifications']

export async function startSplitShop({
  stocks = 1,
  members = 5_000,
}: {
  stocks?: number
  members?: number
} = {}): Promise<SplitShop> {
  await using opened = new AsyncDisposableStack()
  const engines = opened.use(await startEngines())
  opened.use(settingsOfTheTests({ ...engines.environment, TEST_PROFILE: 'distributed' }))
  const place = opened.use(await somePlace())
  const port = await freePort()
  const environment = {
    ...place.environment,
    ...{ DISCOVERY_URL: 'redis:', PRIVATE_HOST: '127.0.0.1', PRIVATE_PORT: '0' },
    ...{ HTTP_PORT: String(port), PUBLIC_URL: `http://localhost:${port}` },
    ...{ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password },
    ...{ RATE_LIMITS: 'off', LOG_LEVEL: 'warn', NODE_ENV: 'production' },
  }
  const pids = new Map(enginePids(place.environment))
  const start = (name: string, parts: readonly string[]) => {
    const child = startProgram({ program: 'run/serve.ts', line: parts, environment })
    pids.set(name, child.pid)
    opened.defer(async () => {
      child.signal('SIGTERM')
      await child.ended
    })
  }
  for (let n = 1; n <= stocks; n++) start(stocks === 1 ? 'stock' : `stock ${n}`, ['stock'])
  start('the others', REST)
  start('gateway', ['gateway'])

  const url = `http://localhost:${port}`
  const call = httpClient(url)
  const isReady = async () => (await call('GET /readyz').catch(() => null))?.status === 200
  await eventually('a ready gateway', isReady, 90_000)

  let crowds = 0
  async function moreTokens(count: number): Promise<string> {
    const crowd = join(place.folder, `crowd-${++crowds}.jsonl`)
    const line = ['--members', String(count), '--out', crowd]
    const made = startProgram({ program: 'run/crowd.ts', line, environment })
    const { code } = await made.ended
    if (code !== 0) throw new Error(`crowd ended with ${code}: ${made.output()}`)
    const lines = (await readFile(crowd, 'utf8')).trim().split('\n')
    const texts = lines.map(text => (JSON.parse(text) as { accessToken: string }).accessToken)
    const tokens = `${crowd}.tokens`
    await writeFile(tokens, texts.join('\n'))
    return tokens
  }
  const tokens = await moreTokens(members)
  const rows = opened.use(await openRows(place.environment.DATABASE_URL ?? ''))
  const closing = opened.move()
  return {
    shop: shopping(call, systemClock, admin),
    url,
    tokens,
    environment,
    moreTokens,
    async positionsOf(dropId) {
      const [row] = await rows.all<Positions>(
        'stock',
        `select count(*) as count, count(distinct position) as different,
           min(position) as first, max(position) as last
         from reservation where drop_id = '${dropId}'`,
      )
      if (row === undefined) throw new Error('a count has a row')
      return row
    },
    async ordersOf(dropId) {
      const [row] = await rows.all<{ count: number }>(
        'orders',
        `select count(*) as count from order_header where drop_id = '${dropId}'`,
      )
      return Number(row?.count ?? 0)
    },
    cpuMs: () => Object.fromEntries([...pids].map(([name, pid]) => [name, cpuMsOf(pid)])),
    [Symbol.asyncDispose]: () => closing[Symbol.asyncDispose](),
  }
}

/** Until it is disposed, what the tests' places are told: the engines end with the shop. */
function settingsOfTheTests(settings: Readonly<Record<string, string>>): Disposable {
  const before = Object.keys(settings).map(name => [name, process.env[name]] as const)
  Object.assign(process.env, settings)
  return {
    [Symbol.dispose]() {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
    },
  }
}

/** The engines of the tests are told by the ports on their lines, or in the file named there. */
function enginePids({
  DATABASE_URL = '',
  REDIS_URL = '',
  EVENTS_URL = '',
}: Readonly<Record<string, string>>): [string, number][] {
  const portOf = (url: string) => new URL(url).port
  const broker = EVENTS_URL.split(':').at(-1) ?? ''
  const wanted: [string, (line: string) => boolean][] = [
    ['MariaDB', line => line.includes('mariadbd') && line.includes(portOf(DATABASE_URL))],
    ['Redis', line => line.includes('redis-server') && line.includes(portOf(REDIS_URL))],
    ['Kafka', line => line.includes('kafka.Kafka') && propertiesOf(line).includes(`:${broker}`)],
  ]
  const lines = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(pid => [Number(pid), readOrNothing(`/proc/${pid}/cmdline`)] as const)
  return wanted.flatMap(([name, isIt]) => {
    const [pid] = lines.find(([, line]) => isIt(line)) ?? []
    return pid === undefined ? [] : [[name, pid] as [string, number]]
  })
}

const propertiesOf = (line: string): string =>
  readOrNothing(line.split('\0').find(word => word.endsWith('.properties')) ?? '')

/** A process may have ended between the look at the list and the look at it. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error) return ''
    throw error
  }
}

/** Linux counts in hundredths of a second: user and system time, fields 14 and 15 of proc(5). */
function cpuMsOf(pid: number): number {
  const stat = readOrNothing(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10
}
