import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite, startDatabaseThread } from '#platform/database/database.sqlite.ts'
import { uuidv7 } from '#platform/ids.ts'
import { keyringFromText, newKeyringText } from '#platform/security/keyring.ts'
import { systemClock } from '#platform/time/clock.ts'
import type { Figure } from './figure.ts'
import { medianMs } from './median-ms.ts'

export const name = 'ledger'

const SIZES = [1_000, 1_000_000] as const

/** What a stranger asks of a drop's ledger, of a thousand entries and of a million. */
export async function measure(say: (sentence: string) => void): Promise<Figure[]> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'firstcome-bench-'))
  await using thread = startDatabaseThread(systemClock)
  const { signing, indexKey } = keyringFromText(newKeyringText())
  await using database = await openSqlite<typeof import('./a-long-ledger-store.ts')>(
    ...([thread, folder.path, 'stock', import.meta.resolve('./a-long-ledger-store.ts')] as const),
    { signingKey: signing[0], pseudonymSecret: indexKey },
  )
  const { read, write } = database
  const timed: Record<string, number>[] = []
  for (const size of SIZES) {
    const dropId = uuidv7(systemClock.nowMs())
    say(`writing a ledger of ${size} entries`)
    await write.growLedger({ dropId, size })
    say('asking')
    // A stride that is prime to the sizes: the places lie all over the ledger.
    const place = (question: number) => (question * 618_033) % size
    timed.push({
      head: await medianMs(() => read.readLedgerHead({ dropId })),
      proof: await medianMs(n => read.readLedgerProof({ dropId, entry: place(n) })),
      consistency: await medianMs(n =>
        read.readLedgerConsistency({ dropId, from: place(n) + 1, to: size }),
      ),
      page: await medianMs(n => read.readLedger({ dropId, after: place(n), limit: 100 })),
    })
  }
  const [small = {}, large = {}] = timed
  return Object.keys(large).map(what => {
    const value = (large[what] ?? 0) / (small[what] ?? 1)
    return {
      name: `ledger: ${what}, of a million entries ÷ of a thousand`,
      value: Number(value.toFixed(2)),
      unit: '× the time',
      goal: '≤ 4',
      reached: value <= 4,
      tool: 'in process, the median of 100',
      detail: { smallMs: small[what], largeMs: large[what] },
    }
  })
}
