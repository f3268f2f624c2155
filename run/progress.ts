/** Shows on standard error how far a long work is: one line that changes, or a line a step. */
export function showProgress(done: number, all: number, what: string): void {
  const line = `${done.toLocaleString('en')} of ${all.toLocaleString('en')} ${what}`
  if (!process.stderr.isTTY) return void process.stderr.write(`${line}\n`)
  const width = 30
  const filled = Math.round((width * done) / all)
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled)
  process.stderr.write(`\r${bar} ${line}${done === all ? '\n' : ''}`)
}
