import { Type } from 'typebox'
import {
  type Api,
  type CallContext,
  type Caller,
  operation,
  type Streams,
} from '#contracts/operation.ts'
import { refuse } from '#contracts/problems.ts'
import { Id, Quantity, strict } from '#contracts/words.ts'
import { uuidv7 } from '#platform/ids.ts'
import { memoryLive } from '#platform/live/live.memory.ts'
import type { Live } from '#platform/live/live.ts'
import { silentLog } from '#platform/measures/log.ts'
import { type Metrics, openMetrics } from '#platform/measures/metrics.ts'
import { type AccessTokens, accessTokens } from '#platform/security/access-token.ts'
import { keyringFromText, newKeyringText } from '#platform/security/keyring.ts'
import { type VirtualClock, virtualClock } from '#platform/time/virtual-clock.ts'
import type { Door } from './door.ts'
import { type Gateway, openGateway } from './gateway.ts'
import type { GatewayDeps } from './gateway-deps.ts'

const Thing = Type.Object({ thingId: Id, name: Type.String() })
const path = strict({ thingId: Id })

/** One operation of each kind that the gateway treats in its own way. */
const thingsApi = {
  readThing: operation({
    summary: 'Reads a thing',
    access: 'anyone',
    route: 'GET /api/things/:thingId',
    input: path,
    output: Thing,
    refusals: ['not_found'],
  }),
  listThings: operation({
    summary: 'Lists things',
    access: 'anyone',
    route: 'GET /api/things',
    input: strict({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
      inStock: Type.Optional(Type.Boolean()),
      q: Type.Optional(Type.String({ maxLength: 20 })),
    }),
    output: Type.Object({ items: Type.Array(Thing) }),
  }),
  makeThing: operation({
    summary: 'Makes a thing',
    access: 'member',
    route: 'POST /api/things',
    status: 201,
    input: strict({ name: Type.String({ minLength: 1 }), note: Type.Optional(Type.String()) }),
    output: Thing,
  }),
  touchThing: operation({
    summary: 'Touches a thing',
    access: 'member',
    route: 'POST /api/things/:thingId/touch',
    keyed: 'optional',
    input: strict({ thingId: Id, softly: Type.Optional(Type.Boolean()) }),
    output: Thing,
  }),
  buyThing: operation({
    summary: 'Buys a thing',
    access: 'verified',
    route: 'POST /api/things/:thingId/purchases',
    status: 201,
    keyed: true,
    text: true,
    input: strict({ thingId: Id, quantity: Quantity }),
    output: Thing,
    refusals: ['drop_unknown', 'sold_out', 'drop_not_open'],
  }),
  changeThing: operation({
    summary: 'Changes a thing',
    access: 'merchant',
    route: 'PATCH /api/things/:thingId',
    input: strict({ thingId: Id, name: Type.String() }),
    output: Thing,
  }),
  countThing: operation({
    summary: 'Counts a thing',
    access: 'merchant',
    route: 'GET /api/admin/things/:thingId/count',
    input: path,
    output: Thing,
    refusals: ['not_found'],
  }),
  surveyThings: operation({
    summary: 'Surveys all things',
    access: 'merchant',
    route: 'GET /api/admin/things',
    believesToken: true,
    input: strict({}),
    output: Thing,
  }),
  sendThings: operation({
    summary: 'Sends many things, each with an outcome of its own',
    access: 'merchant',
    route: 'POST /api/admin/things/parcels',
    input: strict({ thingIds: Type.Array(Id) }),
    output: Type.Object({
      items: Type.Array(
        Type.Object({ thingId: Id, outcome: Type.Literal('sent'), note: Type.String() }),
      ),
      wrong: Type.Array(Id),
    }),
  }),
  removeThing: operation({
    summary: 'Removes a thing',
    access: 'admin',
    route: 'DELETE /api/things/:thingId',
    status: 204,
    input: path,
    output: Type.Null(),
  }),
  countThings: operation({
    summary: 'Counts things, for other services',
    access: 'service',
    input: strict({}),
    output: Type.Integer(),
  }),
} as const satisfies Api

const thingStreams = {
  thing: {
    summary: 'A thing as it moves',
    route: 'GET /api/things/:thingId/live',
    access: 'anyone',
    event: 'thing',
    snapshot: 'readThing',
    topic: ({ thingId }) => `thing:${thingId}`,
  },
  countedThing: {
    summary: 'How many there are of a thing, as that moves',
    route: 'GET /api/admin/things/:thingId/count',
    access: 'merchant',
    event: 'count',
    snapshot: 'countThing',
    topic: ({ thingId }) => `count:${thingId}`,
  },
  ownThing: {
    summary: 'A thing of the member’s as it moves',
    route: 'GET /api/things/:thingId/own',
    access: 'member',
    event: 'thing',
    snapshot: 'readThing',
    topic: ({ thingId }) => `thing:${thingId}`,
  },
} as const satisfies Streams

export type Asked = {
  readonly name: string
  readonly input: unknown
  readonly context: CallContext
}

type Standing = Pick<Caller, 'roles' | 'emailVerified'>

export type GatewayUnderTest = AsyncDisposable & {
  readonly gateway: Gateway
  readonly url: string
  readonly clock: VirtualClock
  readonly live: Live
  readonly tokens: AccessTokens
  readonly metrics: Metrics
  /** What the service behind the gateway was asked, in order. */
  readonly asked: readonly Asked[]
  /** What it answers from now on; an error is thrown. */
  answerWith(answer: unknown | ((asked: Asked) => unknown)): void
  /** Members as they are now, or why nobody knows, and how often that was asked. */
  readonly standings: Map<string, Standing | Error>
  readonly standingsAsked: () => number
}

export const aThing = { thingId: uuidv7(1_790_000_000_000), name: '잉크' }

export const aMember = (changes: Partial<Caller> = {}): Caller => ({
  memberId: uuidv7(1_790_000_000_000),
  sessionId: uuidv7(1_790_000_000_000),
  roles: ['member'],
  emailVerified: true,
  ...changes,
})

/** A gateway on a free port, before a service that answers what the test wants. */
export async function openGatewayUnderTest(
  changes: Partial<GatewayDeps> & { readonly endedSessionIds?: readonly string[] } = {},
): Promise<GatewayUnderTest> {
  const clock = virtualClock()
  const live = memoryLive()
  const keyring = keyringFromText(newKeyringText())
  const tokens = accessTokens({ keyring, clock, issuer: 'https://shop.example' })
  const metrics = openMetrics({ ofProcess: false })
  const asked: Asked[] = []
  const standings: GatewayUnderTest['standings'] = new Map()
  let standingsAsked = 0
  let answer: unknown = aThing

  async function call(name: string, input: unknown, context: CallContext): Promise<unknown> {
    const now: Asked = { name, input, context }
    asked.push(now)
    const given: unknown = typeof answer === 'function' ? await answer(now) : answer
    if (given instanceof Error) throw given
    return given
  }
  const callsOf = (api: Api): object =>
    Object.fromEntries(
      Object.keys(api).map(name => [
        name,
        (input: unknown, context: CallContext) => call(name, input, context),
      ]),
    )

  const members: GatewayDeps['members'] = {
    async readStanding({ memberId }) {
      standingsAsked++
      const standing = standings.get(memberId)
      if (standing === undefined) return refuse('not_found')
      if (standing instanceof Error) throw standing
      return { memberId, name: '', ...standing, roles: [...standing.roles] }
    },
    listEndedSessions: async () => ({ sessionIds: [...(changes.endedSessionIds ?? [])] }),
    recordAct: async () => null,
    recordOutcome: async () => null,
  }
  const doors: Door[] = (
    changes.doors ?? [{ name: 'things', api: thingsApi, calls: {}, streams: thingStreams }]
  ).map(door => ({ ...door, calls: callsOf(door.api) }))

  const gateway = await openGateway({
    members,
    tokens,
    live,
    denyList: null,
    clock,
    log: silentLog,
    metrics,
    jwks: '{"keys":[]}',
    ready: () => true,
    listen: { host: '127.0.0.1', port: 0 },
    publicUrl: 'https://shop.example',
    rateLimits: false,
    ...changes,
    doors,
  })
  return {
    gateway,
    url: `http://127.0.0.1:${gateway.port}`,
    clock,
    live,
    tokens,
    metrics,
    asked,
    answerWith(next) {
      answer = next
    },
    standings,
    standingsAsked: () => standingsAsked,
    [Symbol.asyncDispose]: () => gateway.close(),
  }
}

/** The header of a member, with a token that is good for a quarter of an hour unless told. */
export function bearer(
  { tokens }: Pick<GatewayUnderTest, 'tokens'>,
  caller: Caller,
  ttlMs = 900_000,
): { authorization: string } {
  return { authorization: `Bearer ${tokens.issue(caller, ttlMs).accessToken}` }
}
