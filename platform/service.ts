import type { Api, Calls, Streams } from '#contracts/operation.ts'
import type { Subscription } from '#platform/events/event-log.ts'
import type { Job } from '#platform/jobs/jobs.ts'

/** A part of the shop: what it can be asked, what it hears, what it does by itself. */
export type Service<A extends Api = Api> = {
  readonly name: string
  readonly api: A
  readonly calls: Calls<A>
  readonly streams?: Streams
  readonly subscription?: Subscription
  readonly jobs?: readonly Job[]
}
