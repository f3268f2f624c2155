import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite, startDatabaseThread } from '#platform/database/database.sqlite.ts'
import { systemClock } from '#platform/time/clock.ts'
import type { Figure } from './figure.ts'
import { medianMs } from './median-ms.ts'

export const name = 'orders'

const SIZES = [1_000, 1_000_000] as const
/** Each member has a hundred orders, however many there are. */
const EACH = 100
const AT_ONCE = 50_000

/**
 * What a page of orders costs with a thousand in the tables, and with a million. No more rows are
 * looked at, but they lie on pages that are in no cache any more.
 */
export async function measure(say: (sentence: string) => void): Promise<Figure[]> {
  const timed: Record<string, number>[] = []
  for (const size of SIZES) {
    say(`${size} orders`)
    timed.push(await timesWith(size))
  }
  const [small = {}, large = {}] = timed
  return Object.keys(large).map(what => {
    const value = (large[what] ?? 0) / (small[what] ?? 1)
    return {
      name: `orders: ${what}, of a million ÷ of a thousand`,
      value: Number(value.toFixed(2)),
      unit: '× the time',
      goal: '≤ 10',
      reached: value <= 10,
      tool: 'in process, the median of 100',
      detail: { smallMs: small[what], largeMs: large[what] },
    }
  })
}

async function timesWith(size: number): Promise<Record<string, number>> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'firstcome-bench-'))
  await using thread = startDatabaseThread(systemClock)
  const store = import.meta.resolve('./many-orders-store.ts')
  await using database = await openSqlite<typeof import('./many-orders-store.ts')>(
    ...([thread, folder.path, 'orders', store] as const),
  )
  const { read, write } = database
  const members = size / EACH
  for (let from = 0; from < size; from += AT_ONCE) {
    await write.fillOrders({ from, to: Math.min(from + AT_ONCE, size), members })
  }
  // A stride that is prime to the sizes: the places lie all over the tables.
  const place = (question: number) => (question * 618_033) % size
  return {
    'a member’s page': await medianMs(n =>
      read.listOrders({
        memberId: `member-${place(n) % members}`,
        behind: { placedAtMs: place(n) + 1, orderId: '' },
        limit: 20,
      }),
    ),
    'the console’s page': await medianMs(n =>
      read.listAllOrders({ state: null, behindNumber: place(n) + 100, limit: 20 }),
    ),
    'one order': await medianMs(n => read.readOrders({ orderIds: [`order-${place(n)}`] })),
  }
}
