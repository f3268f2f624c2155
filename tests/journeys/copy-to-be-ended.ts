import { openCopy } from '#run/rehearsal/open-copy.ts'

/**
 * A program that opens the copy of a rehearsal and sends itself this signal, as if from outside, while
 * the copy closes, or when it has closed.
 */
const [signal, when] = process.argv.slice(2) as [NodeJS.Signals, 'closing' | 'closed']
await using copy = await openCopy(1, () => undefined)
const closed = copy.close()
if (when === 'closed') await closed
process.kill(process.pid, signal)
await new Promise(resolve => setTimeout(resolve, 60_000))
