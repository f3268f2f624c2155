import { systemClock } from '#platform/time/clock.ts'
import { freePort } from './a-child-shop.ts'
import { aPart, type Part } from './a-part.ts'
import { eventually } from './eventually.ts'
import { type HttpClient, httpClient } from './http-client.ts'
import { type Shopping, shopping } from './shopping.ts'
import { shortLog } from './short-log.ts'
import { type SomePlace, someDistributedPlace } from './some-place.ts'

/** A shop of many processes on this machine, each to be killed, frozen and started by its name. */
export type Cluster = AsyncDisposable &
  Shopping & {
    /** What all of its processes are told. */
    readonly environment: NodeJS.ProcessEnv
    /** Beside its data, for what a test writes. */
    readonly folder: string
    readonly parts: readonly Part[]
    readonly part: (name: string) => Part
    /** Asks one gateway after the other, as a balancer before them does. */
    readonly atAnyDoor: HttpClient
    /** The last that each of its processes has said. */
    readonly output: () => string
    /** Resolves when every service is found, and answers. */
    readonly whole: () => Promise<void>
  }

type Plan = {
  readonly gateways?: number
  readonly stocks?: number
  /** What its processes are told besides, such as the engines of this test alone. */
  readonly environment?: NodeJS.ProcessEnv
  /** Where it lies, if not over the engines that all tests share. */
  readonly place?: SomePlace
  /** What some processes are told besides, by their names. */
  readonly own?: Readonly<Record<string, NodeJS.ProcessEnv>>
}

/** Of each process, where a failure shows what they said. */
const LINES = 6

const admin = { email: 'chief@shop.example', password: 'Chief-of-the-shop-2026!' }
const each = (name: string, count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `${name} ${at + 1}`, line: [name] }))

/**
 * Gateways, processes of stock, one of orders and payments, and one of all the rest, which find
 * each other in Redis. All are ready when this resolves.
 */
export async function startCluster({
  gateways = 1,
  stocks = 2,
  environment: extra = {},
  place: given,
  own: ownOf = {},
}: Plan = {}): Promise<Cluster> {
  await using opened = new AsyncDisposableStack()
  const place = given ?? opened.use(await someDistributedPlace())
  const plan = [
    ...each('stock', stocks),
    { name: 'orders', line: ['orders', 'payments'] },
    { name: 'members', line: ['members', 'catalog', 'notifications'] },
    ...each('gateway', gateways),
  ]
  const doors = await Promise.all(Array.from({ length: gateways }, freePort))
  const urls = doors.map(port => `http://localhost:${port}`)
  const environment = {
    ...place.environment,
    DISCOVERY_URL: 'redis:',
    PRIVATE_HOST: '127.0.0.1',
    PUBLIC_URL: urls[0] ?? '',
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    DEMO: '0',
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'warn',
    ...extra,
  }
  const parts: Part[] = []
  for (const { name, line } of plan) {
    const door = line[0] === 'gateway' ? doors.shift() : undefined
    const httpPort = door ?? (await freePort())
    const own = { ...environment, HTTP_PORT: String(httpPort), ...ownOf[name] }
    const part = aPart({ name, line, privatePort: await freePort(), environment: own })
    parts.push(part)
    opened.defer(() => endOf(part))
  }
  const lastOf = (part: Part) => `--- ${part.name}\n${shortLog(part.output(), LINES)}`
  const output = () => parts.map(lastOf).join('\n')
  await Promise.all(parts.map(part => part.start()))
  const call = httpClient(urls[0] ?? '')
  const isReady = async () => (await call('GET /readyz')).status === 200
  await eventually('a shop that knows its services', isReady, 60_000)
  const people = shopping(call, systemClock, admin)
  const all = opened.move()
  return {
    ...people,
    environment,
    folder: place.folder,
    parts,
    part(name) {
      const part = parts.find(other => other.name === name)
      if (part === undefined) throw new Error(`there is no process ${name}`)
      return part
    },
    atAnyDoor: anyOf(urls.map(url => httpClient(url))),
    output,
    async whole() {
      await eventually('a shop that is whole', () => isWhole(people), 60_000)
    },
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}

/** As the operator sees it, who logs in for it. */
async function isWhole({ call, asAdmin }: Shopping): Promise<boolean> {
  const as = await asAdmin().catch(() => null)
  if (as === null) return false
  const { status, body } = await call('GET /api/admin/services', { as })
  const { items = [] } = (body ?? {}) as { items?: readonly { state: string }[] }
  return status === 200 && items.length > 0 && items.every(({ state }) => state === 'up')
}

async function endOf(part: Part): Promise<void> {
  await part.kill()
}

/** Each request to the next door in turn, and to another where nobody listens. */
function anyOf(clients: readonly HttpClient[]): HttpClient {
  let turn = 0
  return async (request, ask) => {
    const from = turn++
    let failure: unknown
    for (let at = 0; at < clients.length; at++) {
      const client = clients[(from + at) % clients.length]
      try {
        if (client !== undefined) return await client(request, ask)
      } catch (error) {
        if (!isRefusedConnection(error)) throw error
        failure = error
      }
    }
    throw failure
  }
}

/** Nobody listens there, so that nothing was asked. */
const isRefusedConnection = (error: unknown): boolean =>
  ((error as { cause?: { code?: string } }).cause?.code ?? '') === 'ECONNREFUSED'
