import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

type Deps<Value> = {
  readonly metrics: Metrics
  readonly log: Log
  /** For the log and for `reading_failed`: what could not be read. */
  readonly what: string
  readonly read: () => Promise<Value>
  /** For so long a reading is told to others who scrape; half a second unless told. */
  readonly keptMs?: number
}

const KEPT_MS = 500

/** Some of what was asked for; the cause is why the rest could not be read. */
class PartlyRead extends Error {
  override readonly name = 'PartlyRead'
  readonly values: readonly unknown[]

  constructor(values: readonly unknown[], cause: unknown) {
    super('a part of what is measured could not be read', { cause })
    this.values = values
  }
}

/**
 * All of these, in their order. Where some reject it rejects too, but `readBeforeText` tells the others
 * then: what one of many cannot say does not silence the rest.
 */
export async function readEach<Value>(
  readings: readonly Promise<Value>[],
): Promise<readonly Value[]> {
  const read = await Promise.allSettled(readings)
  const values = read.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
  const failed = read.find(each => each.status === 'rejected')
  if (failed !== undefined) throw new PartlyRead(values, failed.reason)
  return values
}

/**
 * What gauges tell that must be read first, from a database or an engine: read when somebody
 * scrapes, once at a time. Gives the newest reading, or null where there is none: a gauge that
 * nobody could read is left out, which says more than an old number; so that what is gone can be told
 * from what is calm, `reading_failed` says that it is left out.
 */
export function readBeforeText<Value>({
  metrics,
  log,
  what,
  read,
  keptMs = KEPT_MS,
}: Deps<Value>): () => Value | null {
  let newest: Value | null = null
  let reading: Promise<void> | null = null
  let readAtMs = Number.NEGATIVE_INFINITY
  let isLost = false

  async function readNow(): Promise<void> {
    try {
      newest = await read()
      isLost = false
    } catch (error) {
      newest = error instanceof PartlyRead ? (error.values as Value) : null
      if (!isLost) log.warn({ err: error, what }, 'what is measured could not be read')
      isLost = true
    }
    readAtMs = performance.now()
    reading = null
  }

  metrics.gauges(
    {
      name: 'reading_failed',
      help: '1 where this could not be read for the last scrape, or not all of it, so that it is not told; else 0.',
      labels: ['what'],
    },
    () => [[{ what }, newest === null || isLost ? 1 : 0]],
  )
  metrics.beforeText(async () => {
    if (reading === null && performance.now() - readAtMs < keptMs) return
    // What has not come since an earlier scrape asked for it hangs.
    if (reading !== null) newest = null
    reading ??= readNow()
    await reading
  })
  return () => newest
}
