import type { catalogApi } from '#contracts/catalog.ts'
import type { notificationsApi } from '#contracts/notifications.ts'
import type { Calls } from '#contracts/operation.ts'
import type { ordersApi } from '#contracts/orders.ts'
import type { paymentsApi } from '#contracts/payments.ts'
import type { stockApi } from '#contracts/stock.ts'
import type { Database } from '#platform/database/database.ts'
import type { Live } from '#platform/live/live.ts'
import type { Log } from '#platform/measures/log.ts'
import type { DenyList } from '#platform/redis/deny-list.ts'
import type { AccessTokens } from '#platform/security/access-token.ts'
import type { Passwords } from '#platform/security/password.ts'
import type { PersonalData } from '#platform/security/personal-data.ts'
import type { Clock } from '#platform/time/clock.ts'

type MembersDatabase = Database<typeof import('./members-store.ts')>

export type MembersDeps = {
  readonly database: MembersDatabase
  readonly clock: Pick<Clock, 'nowMs'>
  readonly log: Log
  readonly live: Pick<Live, 'publish'>
  /** Of sessions that ended; null where all of the shop ends with this process. */
  readonly denyList: Pick<DenyList, 'add'> | null
  readonly passwords: Passwords
  readonly accessTokens: Pick<AccessTokens, 'issue'>
  readonly personalData: PersonalData
  readonly notifications: Pick<
    Calls<typeof notificationsApi>,
    | 'sendVerification'
    | 'sendAddressTaken'
    | 'sendPasswordReset'
    | 'sendAccountNotice'
    | 'exportMails'
    | 'eraseMails'
  >
  readonly orders: Pick<Calls<typeof ordersApi>, 'listOrders' | 'exportBelongings' | 'forgetMember'>
  readonly catalog: Pick<Calls<typeof catalogApi>, 'exportMarks' | 'forgetMember'>
  readonly stock: Pick<Calls<typeof stockApi>, 'exportWaits' | 'forgetMember'>
  readonly payments: Pick<Calls<typeof paymentsApi>, 'listPayments'>
  /** Runs one of this service's jobs now. */
  readonly wake: (job: string) => void
  /**
   * Off, logins and sign-ups are not counted, for load tests. A code still has five guesses, and a
   * new one is still sent once a minute.
   */
  readonly rateLimits: boolean
}

export const ACCESS_TTL_MS = 15 * 60 * 1_000
