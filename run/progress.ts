/** So many lines tell of one work where no screen shows a bar. */
const LINES = 4

/** The work of the last call, and how many of its lines are written. */
let work = { of: '', done: 0, lines: 0 }

/** Shows on standard error how far a long work is: one line that changes, or a few in a file. */
export function showProgress(done: number, all: number, what: string): void {
  const line = `${done.toLocaleString('en')} of ${all.toLocaleString('en')} ${what}`
  if (!process.stderr.isTTY) {
    if (isWorthALine(done, all, what)) process.stderr.write(`${line}\n`)
    return
  }
  const width = 30
  const filled = Math.round((width * done) / all)
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled)
  process.stderr.write(`\r${bar} ${line}${done === all ? '\n' : ''}`)
}

/** At each quarter of a work. What comes after its first word may change meanwhile. */
function isWorthALine(done: number, all: number, what: string): boolean {
  const of = `${all} ${what.split(/\W/, 1)}`
  const isNext = of !== work.of || done < work.done
  const lines = Math.floor((LINES * done) / all)
  const isNew = lines > (isNext ? 0 : work.lines)
  work = { of, done, lines }
  return isNew
}
