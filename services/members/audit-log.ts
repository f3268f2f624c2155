import type { membersApi } from '#contracts/members.ts'
import type { Calls } from '#contracts/operation.ts'
import { cursorRefused, pageOf, readCursor } from '#platform/database/cursor.ts'
import { memberOf } from './member-refusals.ts'
import type { MembersDeps } from './members-deps.ts'
import { openName } from './sealed-member.ts'

type AuditCalls = Pick<Calls<typeof membersApi>, 'listAudit' | 'recordAct' | 'recordOutcome'>

/** The log of privileged acts, of all services. */
export function auditCalls({
  database,
  personalData,
}: Pick<MembersDeps, 'database' | 'personalData'>): AuditCalls {
  async function namesOf(memberIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await database.read.readMembers({ memberIds: [...new Set(memberIds)] })
    return new Map(rows.map(row => [row.memberId, openName(personalData, row)]))
  }

  return {
    /** The newest first. */
    async listAudit({ cursor, limit = 20, ...filter }) {
      const key = readCursor(cursor, isAuditKey)
      if (key === 'malformed') return cursorRefused
      const after = key?.auditId ?? null
      const found = await database.read.listAudit({ filter, after, limit: limit + 1 })
      const { rows, nextCursor } = pageOf(found, limit, last => ({ auditId: last.auditId }))
      const names = await namesOf(rows.flatMap(({ actorId }) => actorId ?? []))
      const items = rows.map(({ actorId, subjectId, madeId, outcome, details, result, ...row }) => {
        const subject = subjectId ?? madeId
        const actorName = names.get(actorId ?? '')
        return {
          ...row,
          ...(actorId === null ? {} : { actorId }),
          ...(actorName === undefined ? {} : { actorName }),
          ...(subject === null ? {} : { subjectId: subject }),
          ...(outcome === null ? {} : { outcome }),
          details: JSON.parse(details),
          ...(result === null ? {} : { result: JSON.parse(result) }),
        }
      })
      return { items, nextCursor }
    },

    async recordAct({ subjectId = null, ...act }, context) {
      const actorId = memberOf(context).memberId
      await database.write.recordAct({ ...act, actorId, subjectId })
      return null
    },

    async recordOutcome(outcome) {
      await database.write.recordOutcome(outcome)
      return null
    },
  }
}

function isAuditKey(key: unknown): key is { readonly auditId: string } {
  return typeof (key as { readonly auditId?: unknown }).auditId === 'string'
}
