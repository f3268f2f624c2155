import type { Transaction } from './database.ts'

export const idempotencyTable = `create table idempotency (
  member_id varchar(36) not null,
  scope varchar(60) not null,
  idempotency_key varchar(128) not null,
  fingerprint varchar(64) not null,
  answer text not null,
  at_ms bigint not null,
  primary key (member_id, scope, idempotency_key)
)`

/** For the migrations of services that forget answers: the oldest are found by it. */
export const answersByAge = 'create index idempotency_by_age on idempotency (at_ms)'

export type KeyedRequest = {
  readonly memberId: string
  /** The operation's name: two operations may be asked with the same key. */
  readonly scope: string
  readonly key: string
  /** What was asked, in one text: the same key with another is a conflict. */
  readonly fingerprint: string
}

export type Recalled =
  | { readonly outcome: 'unknown' | 'conflict' }
  | { readonly outcome: 'answered'; readonly answer: string }

/** What was answered to this key before. Call it in the transaction of the effect. */
export async function recall<Tables>(
  trx: Transaction<Tables>,
  request: KeyedRequest,
): Promise<Recalled> {
  const [row] = await trx.sql.all<{ fingerprint: string; answer: string }>(
    'select fingerprint, answer from idempotency where member_id = ? and scope = ? and idempotency_key = ?',
    request.memberId,
    request.scope,
    request.key,
  )
  if (row === undefined) return { outcome: 'unknown' }
  if (row.fingerprint !== request.fingerprint) return { outcome: 'conflict' }
  return { outcome: 'answered', answer: row.answer }
}

/** Remembers an answer, word for word, with what is written next in the transaction of its effect. */
export async function remember<Tables>(
  trx: Transaction<Tables>,
  request: KeyedRequest,
  answer: string,
  atMs: number,
): Promise<void> {
  await trx.sql.later(
    'insert into idempotency (member_id, scope, idempotency_key, fingerprint, answer, at_ms) values (?, ?, ?, ?, ?, ?)',
    [request.memberId, request.scope, request.key, request.fingerprint, answer, atMs],
  )
}

const PRUNED_AT_ONCE = 500

/** Forgets the oldest of the answers from before an instant. Gives how many. */
export async function pruneAnswers<Tables>(
  { sql }: Transaction<Tables>,
  { beforeMs }: { readonly beforeMs: number },
): Promise<number> {
  const old = await sql.all<{ memberId: string; scope: string; idempotencyKey: string }>(
    `select member_id as memberId, scope, idempotency_key as idempotencyKey from idempotency
     where at_ms < ? order by at_ms limit ?`,
    beforeMs,
    PRUNED_AT_ONCE,
  )
  // Each by its key: a walk along the index would wait for those who are just answering.
  const gone = await sql.runEach(
    'delete from idempotency where member_id = ? and scope = ? and idempotency_key = ? and at_ms < ?',
    old.map(row => [row.memberId, row.scope, row.idempotencyKey, beforeMs]),
  )
  return gone.reduce((sum, count) => sum + count, 0)
}
