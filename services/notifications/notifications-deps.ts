import type { membersApi } from '#contracts/members.ts'
import type { Calls } from '#contracts/operation.ts'
import type { stockApi } from '#contracts/stock.ts'
import type { Database } from '#platform/database/database.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Metrics } from '#platform/measures/metrics.ts'
import type { Tracing } from '#platform/measures/trace.ts'
import type { PersonalData } from '#platform/security/personal-data.ts'
import type { MailTransport } from './mail-transport.ts'

export type NotificationsDeps = {
  readonly database: Database<typeof import('./notifications-store.ts')>
  readonly log: Log
  readonly metrics?: Metrics
  readonly tracing?: Tracing | null
  readonly personalData: PersonalData
  readonly members: Pick<Calls<typeof membersApi>, 'readContacts'>
  readonly stock: Pick<Calls<typeof stockApi>, 'readDrop'>
  readonly transport: MailTransport
  /** Where links in mails lead; without a slash at its end. */
  readonly publicUrl: string
  /** Runs one of this service's jobs now. */
  readonly wake: (job: string) => void
}
