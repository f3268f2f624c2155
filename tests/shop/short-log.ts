const COLUMNS = 180
const SERIOUS = ['warn', 'error']

type Entry = {
  readonly level?: number
  readonly time?: number
  readonly message?: string
  readonly err?: { readonly message?: string }
}

/**
 * The last lines of what a process said, to be read in a failure: of a log entry its time, its
 * sentence and the error's first line, and whatever else it said as it stands. What is said again
 * and again is shown once, with how often.
 */
export function shortLog(said: string, lines: number): string {
  const told: { text: string; times: number }[] = []
  for (const line of said.trimEnd().split('\n')) {
    const { at, text } = shortLine(line)
    const last = told.at(-1)
    if (last?.text.endsWith(text)) last.times++
    else told.push({ text: `${at}${text}`, times: 1 })
  }
  return told
    .slice(-lines)
    .map(({ text, times }) => (times === 1 ? text : `${text} (${times} times)`))
    .join('\n')
}

function shortLine(line: string): { readonly at: string; readonly text: string } {
  const entry = entryOf(line)
  if (entry === null) return { at: '', text: line.slice(0, COLUMNS) }
  const { level = 0, time = 0, message = '', err, ...fields } = entry
  const word = SERIOUS[Math.floor(level / 10) - 4] ?? 'info'
  const why = err?.message?.split('\n')[0] ?? ''
  const more = Object.keys(fields).length === 0 ? '' : JSON.stringify(fields)
  const text = [word, message, why, more].filter(part => part !== '').join(' · ')
  return { at: `${new Date(time).toISOString().slice(11, 23)} `, text: text.slice(0, COLUMNS) }
}

function entryOf(line: string): Entry | null {
  if (!line.startsWith('{')) return null
  try {
    return JSON.parse(line) as Entry
  } catch {
    // Cut in the middle by the death of its process: shown as it stands.
    return null
  }
}
