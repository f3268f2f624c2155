import type { membersApi } from '#contracts/members.ts'
import type { Calls } from '#contracts/operation.ts'
import { Problem, refuse, refuseField } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import { MOST_ADDRESSES } from './address-store.ts'
import { memberOf } from './member-refusals.ts'
import type { MembersDeps } from './members-deps.ts'
import {
  openAddress,
  openShippingAddress,
  sealAddress,
  sealAddressFields,
} from './sealed-address.ts'

type AddressCalls = Pick<
  Calls<typeof membersApi>,
  'listAddresses' | 'addAddress' | 'changeAddress' | 'removeAddress' | 'readDefaultAddress'
>

/** The address book. While there is an address, exactly one is the default. */
export function addressCalls({ database, clock, personalData }: MembersDeps): AddressCalls {
  return {
    async listAddresses(_input, context) {
      const { memberId } = memberOf(context)
      const rows = await database.read.listAddresses({ memberId })
      return { items: rows.map(row => openAddress(personalData, row)), nextCursor: null }
    },

    async addAddress({ isDefault = false, ...fields }, context) {
      const { memberId } = memberOf(context)
      const addressId = uuidv7(clock.nowMs())
      const address = sealAddress(personalData, addressId, fields)
      const added = await database.write.addAddress({ memberId, addressId, address, isDefault })
      if (added.outcome === 'added') return openAddress(personalData, added.row)
      // The account went after its token was issued; the token is good for nothing else either.
      if (added.outcome === 'unknown_member') throw new Problem('token_invalid')
      return refuseField('', `An address book has room for ${MOST_ADDRESSES} addresses.`)
    },

    async changeAddress({ addressId, isDefault = false, ...fields }, context) {
      const { memberId } = memberOf(context)
      const row = await database.write.changeAddress({
        memberId,
        addressId,
        changes: sealAddressFields(personalData, addressId, fields),
        becomesDefault: isDefault,
      })
      return row === null ? refuse('not_found') : openAddress(personalData, row)
    },

    async removeAddress({ addressId }, context) {
      const { memberId } = memberOf(context)
      const isRemoved = await database.write.removeAddress({ memberId, addressId })
      return isRemoved ? null : refuse('not_found')
    },

    async readDefaultAddress({ memberId }) {
      const row = await database.read.readDefaultAddress({ memberId })
      return { address: row === null ? null : openShippingAddress(personalData, row) }
    },
  }
}
