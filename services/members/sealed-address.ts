import type { Address } from '#contracts/addresses.ts'
import type { ShippingAddress } from '#contracts/orders.ts'
import type { SealedPlace } from '#platform/database/reseal.ts'
import type { PersonalData } from '#platform/security/personal-data.ts'
import type { AddressRow, SealedAddress } from './address-store.ts'

/** Seals the fields that are given. An empty second line is none. */
export function sealAddressFields(
  personal: PersonalData,
  addressId: string,
  fields: Partial<ShippingAddress>,
): Partial<SealedAddress> {
  const seal = (field: string, text: string) => personal.seal(text, placeOf(field, addressId))
  const { recipient, phone, postalCode, line1, line2 } = fields
  return {
    ...(recipient === undefined ? {} : { recipientSealed: seal('recipient', recipient) }),
    ...(phone === undefined ? {} : { phoneSealed: seal('phone', phone) }),
    ...(postalCode === undefined ? {} : { postalCodeSealed: seal('postalCode', postalCode) }),
    ...(line1 === undefined ? {} : { line1Sealed: seal('line1', line1) }),
    ...(line2 === undefined ? {} : { line2Sealed: line2 === '' ? null : seal('line2', line2) }),
  }
}

/** Seals a whole address. */
export function sealAddress(
  personal: PersonalData,
  addressId: string,
  address: ShippingAddress,
): SealedAddress {
  const sealed = sealAddressFields(personal, addressId, address)
  // Every field but the second line is required, so all the others are there.
  return { line2Sealed: null, ...(sealed as Omit<SealedAddress, 'line2Sealed'>) }
}

export function openShippingAddress(personal: PersonalData, row: AddressRow): ShippingAddress {
  const open = (field: string, sealed: string) =>
    personal.open(sealed, placeOf(field, row.addressId))
  return {
    recipient: open('recipient', row.recipientSealed),
    phone: open('phone', row.phoneSealed),
    postalCode: open('postalCode', row.postalCodeSealed),
    line1: open('line1', row.line1Sealed),
    ...(row.line2Sealed === null ? {} : { line2: open('line2', row.line2Sealed) }),
  }
}

export function openAddress(personal: PersonalData, row: AddressRow): Address {
  return {
    addressId: row.addressId,
    ...openShippingAddress(personal, row),
    isDefault: row.defaultOf !== null,
  }
}

const columns = {
  recipient_sealed: 'recipient',
  phone_sealed: 'phone',
  postal_code_sealed: 'postalCode',
  line1_sealed: 'line1',
  line2_sealed: 'line2',
}
export const addressPlaces: readonly SealedPlace[] = Object.entries(columns).map(
  ([column, field]) => ({
    table: 'address',
    key: ['address_id'],
    column,
    contextOf: addressId => placeOf(field, addressId),
  }),
)

/** Never changed: a sealed text opens only where it was written. */
function placeOf(field: string, addressId: string): string {
  return `member.address.${field}:${addressId}`
}
