import { type Static, Type } from 'typebox'
import { DeadLetter, DeadLetterId, RedrivenLetters } from './dead-letters.ts'
import { type Api, operation } from './operation.ts'
import { rehearsalOperations } from './rehearsals.ts'
import { InstantMs, list, NoInput, Nothing, page, strict } from './words.ts'

const nullable = <Schema extends Parameters<typeof Type.Optional>[0]>(schema: Schema) =>
  Type.Union([schema, Type.Null()])

/** A process that offers a service, as the gateway that was asked sees it. */
export const ServiceInstance = Type.Object({
  /** Where its private port is; null where it is the process that answers. */
  url: nullable(Type.String()),
  /**
   * What it says itself, now: it takes requests, it starts or ends, the database of this service does
   * not answer it, or it says nothing.
   */
  health: Type.Union([
    Type.Literal('ready'),
    Type.Literal('not_ready'),
    Type.Literal('database_silent'),
    Type.Literal('unreachable'),
  ]),
  /** Whether this gateway sends requests there; null where it has no need to. */
  breaker: nullable(
    Type.Union([Type.Literal('closed'), Type.Literal('half_open'), Type.Literal('open')]),
  ),
  /** Since when the breaker is so, or the process that answers is open. */
  sinceAtMs: nullable(InstantMs),
  /** It said that it is about to end. */
  isLeaving: Type.Boolean(),
})
export type ServiceInstance = Static<typeof ServiceInstance>

export const ServiceStatus = Type.Object({
  service: Type.String(),
  /** All of its instances can be asked, some of them, or none. */
  state: Type.Union([Type.Literal('up'), Type.Literal('degraded'), Type.Literal('down')]),
  instances: Type.Array(ServiceInstance),
  /** What shoppers see now that none of them can; null where one can. */
  meanwhile: nullable(Type.String()),
})
export type ServiceStatus = Static<typeof ServiceStatus>

/** What the gateway offers of itself, to those who run the shop. */
export const gatewayApi = {
  listServices: operation({
    summary: 'Each service with its instances, their health and breakers, and what shoppers see',
    access: 'merchant',
    route: 'GET /api/admin/services',
    believesToken: true,
    input: NoInput,
    output: list(ServiceStatus),
  }),
  listDeadLetters: operation({
    summary: 'Events that could not be applied, by service, the first buried first',
    access: 'merchant',
    route: 'GET /api/admin/dead-letters',
    input: strict({ ...page }),
    output: Type.Object({
      ...list(DeadLetter).properties,
      /** Services whose letters are not among them, because they could not be asked. */
      unreachable: Type.Array(Type.String()),
    }),
    refusals: ['invalid_request'],
  }),
  redriveDeadLetter: operation({
    summary: 'Applies the first letter of a subject again, then those parked behind it, in order',
    access: 'merchant',
    route: 'POST /api/admin/dead-letters/:deadLetterId/redrive',
    input: strict({ deadLetterId: DeadLetterId }),
    output: RedrivenLetters,
    refusals: ['not_found', 'illegal_transition'],
  }),
  dropDeadLetter: operation({
    summary: 'Takes a letter away without applying it; those behind it stay',
    access: 'merchant',
    route: 'DELETE /api/admin/dead-letters/:deadLetterId',
    status: 204,
    input: strict({ deadLetterId: DeadLetterId }),
    output: Nothing,
    refusals: ['not_found'],
  }),
  ...rehearsalOperations,
} as const satisfies Api
