import type { DiscoveryWorld } from './discovery.contract.ts'
import type { Discovery } from './discovery.ts'

type Registry = Pick<DiscoveryWorld, 'everyMs' | 'look'>

/**
 * A registry that processes announce themselves to, as the suite of discoveries moves it: made new,
 * with nobody in it. While `isCut` says so nobody can ask it. What has to end with it is handed to
 * `opened`.
 */
export async function aRegistry(
  make: (opened: AsyncDisposableStack, isCut: () => boolean) => Promise<Registry>,
): Promise<DiscoveryWorld> {
  await using opened = new AsyncDisposableStack()
  let isCut = false
  const registry = await make(opened, () => isCut)
  const all = opened.move()
  return {
    ...registry,
    async join(services, { host, port }) {
      const own: Discovery = all.use(await registry.look())
      const { withdraw } = await own.announce(services, `http://${host}:${port}`)
      return { leave: withdraw, die: async () => own[Symbol.asyncDispose]() }
    },
    cut: async () => {
      isCut = true
    },
    mend: async () => {
      isCut = false
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}
