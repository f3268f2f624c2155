import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventReader } from './event-reader.ts'

test('events are heard however the network cuts them', () => {
  const text =
    ':\n\nevent: drop\ndata: {"remaining":2}\n\nretry: 2000\nevent: drop\ndata: {"remaining":1}\n\n'
  for (let size = 1; size <= text.length; size++) {
    const heard: unknown[] = []
    const read = eventReader(data => heard.push(data))
    for (let at = 0; at < text.length; at += size) read(text.slice(at, at + size))
    assert.deepEqual(heard, [{ remaining: 2 }, { remaining: 1 }])
  }
})
