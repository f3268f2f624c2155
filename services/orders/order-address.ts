import type { ShippingAddress } from '#contracts/orders.ts'
import type { PersonalData } from '#platform/security/personal-data.ts'
import type { StoredOrder } from './order-read-store.ts'

type Sealing = { readonly personalData: Pick<PersonalData, 'seal' | 'open'> }

/** The address, sealed for this order: moved to another it does not open. */
export function sealAddress(
  { personalData }: Sealing,
  orderId: string,
  { recipient, phone, postalCode, line1, line2 }: ShippingAddress,
): string {
  const address = { recipient, phone, postalCode, line1, ...(line2 === undefined ? {} : { line2 }) }
  return personalData.seal(JSON.stringify(address), addressContext(orderId))
}

export function openAddress(
  { personalData }: Sealing,
  { orderId, sealedAddress }: Pick<StoredOrder, 'orderId' | 'sealedAddress'>,
): ShippingAddress | null {
  if (sealedAddress === null) return null
  return JSON.parse(personalData.open(sealedAddress, addressContext(orderId)))
}

export const addressContext = (orderId: string) => `order.address:${orderId}`
