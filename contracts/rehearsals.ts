import { type Static, Type } from 'typebox'
import { Locale } from './member-fields.ts'
import { type Api, operation } from './operation.ts'
import { Id, InstantMs, list, NoInput, strict } from './words.ts'

const told = {
  promise: Type.String(),
  /** The figures, or what is wrong. */
  finding: Type.String(),
}

/** How a rehearsal judged one promise of the shop. */
const JudgedPromise = Type.Object({
  ...told,
  isKept: Type.Boolean(),
  inKorean: Type.Optional(Type.Object(told)),
})
export type JudgedPromise = Static<typeof JudgedPromise>

const share = (summary: string) =>
  Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: summary }))

export const RehearsalTerms = strict({
  /** Whose terms are rehearsed: units, price, limit. */
  dropId: Type.Optional(Id),
  buyers: Type.Optional(Type.Integer({ minimum: 1, maximum: 20_000 })),
  /** In the place of the drop's. */
  units: Type.Optional(Type.Integer({ minimum: 1, maximum: 20_000 })),
  leave: share('The share that leaves after entering payment; 0.2 unless told.'),
  decline: share('The share whose card is declined; 0.2 unless told.'),
  /** Of the report; English unless told. */
  locale: Type.Optional(Locale),
})
export type RehearsalTerms = Static<typeof RehearsalTerms>

export const Rehearsal = Type.Object({
  rehearsalId: Id,
  /** `held`: every promise was kept; `broken`: one was not; `failed`: it came to no verdict. */
  state: Type.Union([
    Type.Literal('running'),
    Type.Literal('held'),
    Type.Literal('broken'),
    Type.Literal('failed'),
  ]),
  /** The drop that was copied; null where none was named. */
  dropId: Type.Union([Id, Type.Null()]),
  buyers: Type.Integer(),
  /** How many of them are done. */
  done: Type.Integer(),
  startedAtMs: InstantMs,
  endedAtMs: Type.Union([InstantMs, Type.Null()]),
  promises: Type.Array(JudgedPromise),
  /** The machine of the gateway that plays it: of several, each knows its own alone. */
  gateway: Type.String(),
})
export type Rehearsal = Static<typeof Rehearsal>

/**
 * Rehearsals that the gateway which is asked has started. In a data folder they outlive its process;
 * in the distributed profile they go with it.
 */
export const rehearsalOperations = {
  startRehearsal: operation({
    summary: 'Plays a drop with a simulated crowd in a copy of the shop; one at a time',
    access: 'merchant',
    route: 'POST /api/admin/rehearsals',
    status: 201,
    input: RehearsalTerms,
    output: Rehearsal,
    refusals: ['not_found', 'illegal_transition'],
  }),
  listRehearsals: operation({
    summary: 'The last rehearsals of this gateway, the newest first',
    access: 'merchant',
    route: 'GET /api/admin/rehearsals',
    input: NoInput,
    output: list(Rehearsal),
  }),
  readRehearsal: operation({
    summary: 'One rehearsal, with its report as a page that stands alone',
    access: 'merchant',
    route: 'GET /api/admin/rehearsals/:rehearsalId',
    input: strict({ rehearsalId: Id }),
    output: Type.Object({
      ...Rehearsal.properties,
      report: Type.Union([Type.String(), Type.Null()]),
    }),
    refusals: ['not_found'],
  }),
} as const satisfies Api
