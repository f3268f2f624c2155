import type { CallContext } from '#contracts/operation.ts'
import type { PersonalData } from '#platform/security/personal-data.ts'

/** What a client's address is known by; null where nobody told it. */
export function addressIndexOf(
  { personalData }: { readonly personalData: PersonalData },
  { address }: CallContext,
): string | null {
  return address === undefined ? null : personalData.blindIndex(address, 'client.address')
}
