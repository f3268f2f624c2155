import type { membersApi } from '#contracts/members.ts'
import type { Calls } from '#contracts/operation.ts'
import { refuse } from '#contracts/problems.ts'
import { memberOf } from './member-refusals.ts'
import type { MembersDeps } from './members-deps.ts'
import { openMember, sealName, sealPhone } from './sealed-member.ts'

type ProfileCalls = Pick<Calls<typeof membersApi>, 'readMe' | 'changeMe'>

/** What members see and change of themselves. */
export function profileCalls({ database, live, personalData }: MembersDeps): ProfileCalls {
  return {
    async readMe(_input, context) {
      const row = await database.read.readMember({ memberId: memberOf(context).memberId })
      return row === null ? refuse('not_found') : openMember(personalData, row)
    },

    async changeMe({ name, phone, locale }, context) {
      const { memberId } = memberOf(context)
      const row = await database.write.changeProfile({
        memberId,
        ...(name === undefined ? {} : { nameSealed: sealName(personalData, memberId, name) }),
        ...(phone === undefined
          ? {}
          : { phoneSealed: phone === null ? null : sealPhone(personalData, memberId, phone) }),
        ...(locale === undefined ? {} : { locale }),
      })
      if (row === null) return refuse('not_found')
      live.publish('member-changed', { memberId })
      return openMember(personalData, row)
    },
  }
}
