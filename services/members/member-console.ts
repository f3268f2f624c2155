import type { membersApi } from '#contracts/members.ts'
import type { Calls } from '#contracts/operation.ts'
import { Problem, refuse } from '#contracts/problems.ts'
import { cursorRefused, pageOf, readCursor } from '#platform/database/cursor.ts'
import { uuidv7 } from '#platform/ids.ts'
import { canonicalEmail } from './email-address.ts'
import { memberOf } from './member-refusals.ts'
import type { MembersDeps } from './members-deps.ts'
import { rolesOf } from './role-words.ts'
import { emailIndexOf, openEmail, openMember, openName } from './sealed-member.ts'

type ConsoleCalls = Pick<
  Calls<typeof membersApi>,
  'listMembers' | 'setRoles' | 'readStanding' | 'readContacts'
>

const MEMBER_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What merchants, admins and other services ask about members. */
export function consoleCalls({ database, clock, live, personalData }: MembersDeps): ConsoleCalls {
  return {
    async listMembers({ q, cursor, limit = 20 }) {
      const key = readCursor(cursor, isMemberKey)
      if (key === 'malformed') return cursorRefused
      const wanted = q?.trim() ?? ''
      const email = canonicalEmail(wanted)
      const memberId = MEMBER_ID.test(wanted) ? wanted : null
      if (wanted !== '' && email === null && memberId === null) {
        return { items: [], nextCursor: null }
      }
      const emailIndex = email === null ? null : emailIndexOf(personalData, email)
      const after = key?.memberId ?? null
      const query = { emailIndex, memberId, after, limit: limit + 1 }
      const found = await database.read.listMembers(query)
      const { rows, nextCursor } = pageOf(found, limit, last => ({ memberId: last.memberId }))
      return { items: rows.map(row => openMember(personalData, row)), nextCursor }
    },

    async setRoles({ memberId, roles }, context) {
      const auditId = uuidv7(clock.nowMs())
      const actorId = memberOf(context).memberId
      const answer = await database.write.setRoles({ auditId, actorId, memberId, roles })
      switch (answer.outcome) {
        case 'changed':
          live.publish('member-changed', { memberId })
          return openMember(personalData, answer.member)
        case 'forbidden':
          throw new Problem('forbidden')
        case 'not_found':
          return refuse('not_found')
        case 'last_admin':
          return refuse('illegal_transition', { detail: 'The shop keeps one admin at least.' })
        case 'unverified':
          return refuse('illegal_transition', {
            detail: 'Only a member with a verified address can have such a role.',
          })
      }
    },

    async readStanding({ memberId }) {
      const row = await database.read.readMember({ memberId })
      if (row === null) return refuse('not_found')
      const name = openName(personalData, row)
      const emailVerified = row.verifiedAtMs !== null
      return { memberId, name, roles: rolesOf(row.roles), emailVerified }
    },

    async readContacts({ memberIds }) {
      const rows = await database.read.readMembers({ memberIds })
      const contacts = rows.map(row => ({
        memberId: row.memberId,
        email: openEmail(personalData, row),
        name: openName(personalData, row),
        locale: row.locale,
      }))
      return { contacts }
    },
  }
}

function isMemberKey(key: unknown): key is { readonly memberId: string } {
  return typeof (key as { readonly memberId?: unknown }).memberId === 'string'
}
