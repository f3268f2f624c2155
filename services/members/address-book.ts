import type { membersApi } from '#contracts/members.ts'
import type { Calls } from '#contracts/operation.ts'
import { Problem, refuse, refuseField } from '#contracts/problems.ts'
import type { KeyedRequest } from '#platform/database/idempotency.ts'
import { keyedRequest } from '#platform/database/keyed-act.ts'
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
  'listAddresses' | 'addAddress' | 'changeAddress' | 'removeAddress' | 'readDefaultAddresses'
>

/** The address book. While there is an address, exactly one is the default. */
export function addressCalls({ database, clock, personalData }: MembersDeps): AddressCalls {
  /** What was asked is personal: its plain hash would be guessed from a list of addresses. */
  const blindRequest = (request: KeyedRequest | null) =>
    request && {
      ...request,
      fingerprint: personalData.blindIndex(request.fingerprint, 'member.address.asked'),
    }

  return {
    async listAddresses(_input, context) {
      const { memberId } = memberOf(context)
      const rows = await database.read.listAddresses({ memberId })
      return { items: rows.map(row => openAddress(personalData, row)), nextCursor: null }
    },

    async addAddress(asked, context) {
      const { isDefault = false, ...fields } = asked
      const { memberId } = memberOf(context)
      const addressId = uuidv7(clock.nowMs())
      const address = sealAddress(personalData, addressId, fields)
      const keyed = blindRequest(keyedRequest('addAddress', asked, context))
      const entry = { memberId, addressId, address, isDefault }
      const result = await database.write.addAddress({ ...entry, keyed })
      switch (result.outcome) {
        case 'added':
          return openAddress(personalData, result.row)
        case 'full':
          return refuseField('', `An address book has room for ${MOST_ADDRESSES} addresses.`)
        case 'unknown_member':
          // The account went after its token was issued; the token is good for nothing else either.
          throw new Problem('token_invalid')
        default:
          return refuse(result.outcome)
      }
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

    async readDefaultAddresses({ memberIds }) {
      const found = await database.read.readDefaultAddresses({ memberIds })
      const addresses = found.map(({ memberId, row }) => ({
        memberId,
        address: openShippingAddress(personalData, row),
      }))
      return { addresses }
    },
  }
}
