import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { shortLog } from './short-log.ts'

const atMs = Date.UTC(2026, 10, 21, 3, 4, 5, 678)
const entry = (fields: object) => JSON.stringify({ level: 40, time: atMs, ...fields })

suite('What a shop said, in short,', () => {
  test('is a line for each entry: when, what, why, and no stack', () => {
    const err = { message: 'gone\nat first', stack: 'Error: gone\n    at there' }
    const said = `${entry({ message: 'an event waits', err, service: 'stock' })}\n`
    assert.equal(
      shortLog(said, 9),
      '03:04:05.678 warn · an event waits · gone · {"service":"stock"}',
    )
  })
  test('tells a repeated sentence once', () => {
    const said = [entry({ message: 'no' }), entry({ message: 'no', time: atMs + 1 }), 'bye', '']
    assert.equal(shortLog(said.join('\n'), 9), '03:04:05.678 warn · no (2 times)\nbye')
  })
  test('ends where it ends, and a torn line is shown as it is', () => {
    assert.equal(shortLog(`first\n{"level":40,"ti`, 1), '{"level":40,"ti')
  })
})
