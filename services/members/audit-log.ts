import type { membersApi } from '#contracts/members.ts'
import type { Calls } from '#contracts/operation.ts'
import { cursorRefused, pageOf, readCursor } from '#platform/cursor.ts'
import type { MembersDeps } from './members-deps.ts'

/** Shows privileged acts, the newest first. */
export function listAuditCall({
  database,
}: Pick<MembersDeps, 'database'>): Calls<typeof membersApi>['listAudit'] {
  return async ({ actorId = null, subjectId = null, cursor, limit = 20 }) => {
    const key = readCursor(cursor, isAuditKey)
    if (key === 'malformed') return cursorRefused
    const after = key?.auditId ?? null
    const found = await database.read.listAudit({ actorId, subjectId, after, limit: limit + 1 })
    const { rows, nextCursor } = pageOf(found, limit, last => ({ auditId: last.auditId }))
    const items = rows.map(row => ({
      auditId: row.auditId,
      ...(row.actorId === null ? {} : { actorId: row.actorId }),
      act: row.act,
      ...(row.subjectId === null ? {} : { subjectId: row.subjectId }),
      details: JSON.parse(row.details),
      atMs: row.atMs,
    }))
    return { items, nextCursor }
  }
}

function isAuditKey(key: unknown): key is { readonly auditId: string } {
  return typeof (key as { readonly auditId?: unknown }).auditId === 'string'
}
