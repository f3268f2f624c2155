import type { Api, Calls, Streams } from '#contracts/operation.ts'
import type { Subscription } from './event-log.ts'
import type { Job } from './jobs.ts'

/** A part of the shop: what it can be asked, what it hears, what it does by itself. */
export type Service<A extends Api = Api> = {
  readonly name: string
  readonly api: A
  readonly calls: Calls<A>
  readonly streams?: Streams
  readonly subscription?: Subscription
  readonly jobs?: readonly Job[]
}
