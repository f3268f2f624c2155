import type { membersApi } from '#contracts/members.ts'
import type { Calls } from '#contracts/operation.ts'
import { cursorRefused, pageOf, readCursor } from '#platform/database/cursor.ts'
import { memberOf } from './member-refusals.ts'
import type { MembersDeps } from './members-deps.ts'

type AuditCalls = Pick<Calls<typeof membersApi>, 'listAudit' | 'recordAct' | 'recordOutcome'>

/** The log of privileged acts, of all services. */
export function auditCalls({ database }: Pick<MembersDeps, 'database'>): AuditCalls {
  return {
    /** The newest first. */
    async listAudit({ cursor, limit = 20, ...filter }) {
      const key = readCursor(cursor, isAuditKey)
      if (key === 'malformed') return cursorRefused
      const after = key?.auditId ?? null
      const found = await database.read.listAudit({ filter, after, limit: limit + 1 })
      const { rows, nextCursor } = pageOf(found, limit, last => ({ auditId: last.auditId }))
      const items = rows.map(({ actorId, subjectId, madeId, outcome, details, ...row }) => {
        const subject = subjectId ?? madeId
        return {
          ...row,
          ...(actorId === null ? {} : { actorId }),
          ...(subject === null ? {} : { subjectId: subject }),
          ...(outcome === null ? {} : { outcome }),
          details: JSON.parse(details),
        }
      })
      return { items, nextCursor }
    },

    async recordAct({ subjectId = null, ...act }, context) {
      const actorId = memberOf(context).memberId
      await database.write.recordAct({ ...act, actorId, subjectId })
      return null
    },

    async recordOutcome({ subjectId = null, ...outcome }) {
      await database.write.recordOutcome({ ...outcome, subjectId })
      return null
    },
  }
}

function isAuditKey(key: unknown): key is { readonly auditId: string } {
  return typeof (key as { readonly auditId?: unknown }).auditId === 'string'
}
