import { type Static, Type } from 'typebox'
import { type Api, operation, type Route } from './operation.ts'
import { Id, InstantMs, list, Nothing, page, strict } from './words.ts'

/** `plan_drop`: the name of an operation, or of what the shop does by itself. */
const ActName = Type.String({ pattern: '^[a-z_]{1,40}$' })

/** What an act was about, mostly a UUID; of a dead letter `orders:17`. */
const SubjectId = Type.String({ pattern: '^[a-z0-9:-]{1,36}$' })

/** What was asked for, without any text that people write: those may name somebody. */
const Details = Type.Record(Type.String(), Type.Unknown())

/**
 * One privileged act: who did what to what, when, and what came of it. Written before it is done,
 * and never changed.
 */
export const AuditEntry = Type.Object({
  auditId: Id,
  /** Left out where it was the shop itself. */
  actorId: Type.Optional(Id),
  /** As they are called now; left out of who has left. */
  actorName: Type.Optional(Type.String()),
  act: Type.String(),
  subjectId: Type.Optional(Type.String()),
  details: Details,
  atMs: InstantMs,
  /** `done`, or the code of the refusal. Left out where it is not known: the act may have been done. */
  outcome: Type.Optional(Type.String()),
  /** What it was answered with: the ids of what it changed; of each of many, what came of it. */
  result: Type.Optional(Details),
})
export type AuditEntry = Static<typeof AuditEntry>

/** What members offers of the log that they keep. */
export const auditOperations = {
  listAudit: operation({
    summary: 'Privileged acts, the newest first; by actor, subject, kind and time if told',
    access: 'merchant',
    route: 'GET /api/admin/audit',
    input: strict({
      actorId: Type.Optional(Id),
      subjectId: Type.Optional(SubjectId),
      act: Type.Optional(ActName),
      sinceMs: Type.Optional(InstantMs),
      untilMs: Type.Optional(InstantMs),
      ...page,
    }),
    output: list(AuditEntry),
    refusals: ['invalid_request'],
  }),
  recordAct: operation({
    summary:
      'Writes down that the caller is about to do a privileged act. Repeating it is no error',
    access: 'service',
    input: strict({
      auditId: Id,
      act: ActName,
      subjectId: Type.Optional(SubjectId),
      details: Details,
    }),
    output: Nothing,
  }),
  recordOutcome: operation({
    summary: 'Writes down what came of an act, and what it made. Repeating it is no error',
    access: 'service',
    input: strict({
      auditId: Id,
      outcome: Type.String({ pattern: '^[a-z_]{1,40}$' }),
      subjectId: Type.Optional(SubjectId),
      result: Type.Optional(Details),
    }),
    output: Nothing,
  }),
} as const satisfies Api

/** Whether calling this is a privileged act: it changes something, and not everybody may. */
export function isPrivilegedAct({
  access,
  route,
}: {
  readonly access: string
  readonly route?: Route
}): boolean {
  return (access === 'merchant' || access === 'admin') && !(route?.startsWith('GET ') ?? true)
}

/** How the log calls an operation: `planDrop` is `plan_drop`. */
export function actOf(operationName: string): string {
  return operationName.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}
