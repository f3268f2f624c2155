import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

type Deps<Value> = {
  readonly metrics: Metrics
  readonly log: Log
  /** For the log: what could not be read. */
  readonly what: string
  readonly read: () => Promise<Value>
  /** For so long a reading is told to others who scrape; half a second unless told. */
  readonly keptMs?: number
}

const KEPT_MS = 500

/**
 * What gauges tell that must be read first, from a database or an engine: read when somebody
 * scrapes, once at a time. Gives the newest reading, or null where there is none: a gauge that
 * nobody could read is left out, which says more than an old number.
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
      newest = null
      if (!isLost) log.warn({ err: error, what }, 'what is measured could not be read')
      isLost = true
    }
    readAtMs = performance.now()
    reading = null
  }

  metrics.beforeText(async () => {
    if (reading === null && performance.now() - readAtMs < keptMs) return
    reading ??= readNow()
    await reading
  })
  return () => newest
}
