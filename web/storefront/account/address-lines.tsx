import type { ShippingAddress } from '#contracts/orders.ts'

/** An address as it is written. */
export function AddressLines({ address }: { readonly address: ShippingAddress }) {
  const { recipient, phone, postalCode, line1, line2 } = address
  return (
    <address className="min-w-0 font-normal not-italic">
      <span className="block font-medium">
        {recipient} · {phone}
      </span>
      <span className="block text-14 text-quiet">
        ({postalCode}) {line1}
        {line2 !== undefined && line2 !== '' && `, ${line2}`}
      </span>
    </address>
  )
}
