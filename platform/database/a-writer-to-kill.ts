import { systemClock } from '#platform/time/clock.ts'
import { openMysql } from './database.mysql.ts'
import { openSqlite, startDatabaseThread } from './database.sqlite.ts'

/**
 * For tests: a process that writes notes until it is killed, and prints each that was
 * acknowledged. Arguments: the folder, or the URL, of its databases, and a word that its notes
 * begin with.
 */
const [place = '', word = ''] = process.argv.slice(2)
const storeModule = import.meta.resolve('./a-toy-store.ts')
type ToyStore = typeof import('./a-toy-store.ts')

const database = place.startsWith('mysql:')
  ? await openMysql({ url: place, service: 'toy', store: (await import(storeModule)) as ToyStore })
  : await openSqlite<ToyStore>(startDatabaseThread(systemClock), place, 'toy', storeModule)

let written = 0
async function writeOn(): Promise<never> {
  for (;;) {
    const id = await database.write.write({ id: `${word}${written++}`, announces: 1 })
    process.stdout.write(`${id}\n`)
  }
}
await Promise.all(Array.from({ length: 20 }, writeOn))
