import type { membersApi } from '#contracts/members.ts'
import type { notificationsApi } from '#contracts/notifications.ts'
import type { Calls } from '#contracts/operation.ts'
import type { paymentsApi } from '#contracts/payments.ts'
import type { ListenOn } from '#platform/http/listen.ts'
import type { LoadLimits } from '#platform/http/load-guard.ts'
import type { RateLimits } from '#platform/http/rate-limit.ts'
import type { Live } from '#platform/live/live.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Metrics } from '#platform/measures/metrics.ts'
import type { Tracing } from '#platform/measures/trace.ts'
import type { DenyList } from '#platform/redis/deny-list.ts'
import type { AccessTokens } from '#platform/security/access-token.ts'
import type { Clock } from '#platform/time/clock.ts'
import type { AuditTrail } from './audited-call.ts'
import type { Door } from './door.ts'

/** What the only public door needs, of whoever wires it. */
export type GatewayDeps = {
  /** The services whose operations are offered. Not checked again: the gateway validates input. */
  readonly doors: readonly Door[]
  readonly members: Pick<Calls<typeof membersApi>, 'readStanding' | 'listEndedSessions'> &
    AuditTrail
  /** Whose provider's window the pages may open; without it they load nothing from elsewhere. */
  readonly payments?: Pick<Calls<typeof paymentsApi>, 'readWaysToPay'>
  readonly tokens: Pick<AccessTokens, 'verify'>
  readonly live: Pick<Live, 'subscribe' | 'onMissed'>
  /** Of sessions that ended, for when members cannot be asked; null where they are in this process. */
  readonly denyList: Pick<DenyList, 'read'> | null
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly tracing?: Tracing | null
  /** The keys that sign tokens and ledgers, as JSON text (RFC 7517). */
  readonly jwks: string
  /** False while starting and draining. */
  readonly ready: () => boolean
  /** Where the built pages of the shop and the console are; without them it says so. */
  readonly webFolder?: string
  /** Only where mail goes into the development mailbox. */
  readonly mailbox?: Pick<Calls<typeof notificationsApi>, 'readMailbox'>
  readonly listen: ListenOn
  /** Under which the shop is reached, `https://shop.example`. */
  readonly publicUrl: string
  readonly rateLimits: boolean
  /** Where they are counted: in this process unless told. */
  readonly limitOf?: RateLimits
  /** Proxies, by address or range, whose `X-Forwarded-For` is believed; none unless told. */
  readonly trustedProxies?: readonly string[]
  readonly load?: LoadLimits
  /** How long clients are still served after `close`, and told to come no more; 0 unless told. */
  readonly leaveMs?: number
  /** How long what is in flight may take then. */
  readonly drainMs?: number
}
