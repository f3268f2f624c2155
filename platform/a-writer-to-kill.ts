import { systemClock } from './clock.ts'
import { openSqlite, startDatabaseThread } from './database.sqlite.ts'

/**
 * For tests: a process that writes notes until it is killed, and prints each that was
 * acknowledged. Argument: the folder, and a word that its notes begin with.
 */
const [folder = '', word = ''] = process.argv.slice(2)
const store = import.meta.resolve('./a-toy-store.ts')
const thread = startDatabaseThread(systemClock)
const database = await openSqlite<typeof import('./a-toy-store.ts')>(thread, folder, 'toy', store)

let written = 0
async function writeOn(): Promise<never> {
  for (;;) {
    const id = await database.write.write({ id: `${word}${written++}`, announces: 1 })
    process.stdout.write(`${id}\n`)
  }
}
await Promise.all(Array.from({ length: 20 }, writeOn))
