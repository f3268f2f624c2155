import type { SealedPlace } from '#platform/database/reseal.ts'
import { secretPlace } from './one-time-secrets.ts'
import { addressPlaces } from './sealed-address.ts'
import { memberPlaces } from './sealed-member.ts'

/** All that this service has sealed, for keys that rotate. */
export const sealedPlaces: readonly SealedPlace[] = [
  ...memberPlaces,
  ...addressPlaces,
  { table: 'promised_mail', key: ['mail_id'], column: 'secret_sealed', contextOf: secretPlace },
]
