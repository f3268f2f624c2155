import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { copiesOver, KEPT_AT_LEAST_MS, settingsOf, unsafeSettings } from './kafka-topic-settings.ts'

/** What is wrong with a topic of so many copies that is ours but for these. */
function faults(given: Readonly<Record<string, string>>, copies = 3): readonly string[] {
  const own = settingsOf(copies).map(({ name, value }) => [name, value] as const)
  const present = new Map([...own, ...Object.entries(given)])
  return unsafeSettings(present, copies).map(({ name, value }) => `${name}=${value}`)
}

suite('A topic', () => {
  test('has three copies, of which two have what is sent, as far as there are brokers', () => {
    const inStep = (brokers: number) =>
      settingsOf(copiesOver(brokers)).find(({ name }) => name === 'min.insync.replicas')?.value
    assert.deepEqual([1, 2, 3, 9].map(copiesOver), [1, 2, 3, 3])
    assert.deepEqual([1, 2, 3, 9].map(inStep), ['1', '2', '2', '2'])
  })

  test('is refused where it may lose what nobody has read yet', () => {
    for (const [name, value] of [
      ['cleanup.policy', 'compact'],
      ['cleanup.policy', 'compact,delete'],
      ['retention.ms', String(KEPT_AT_LEAST_MS - 1)],
      ['retention.ms', '0'],
      ['retention.bytes', '1000000'],
      ['min.insync.replicas', '1'],
      ['unclean.leader.election.enable', 'true'],
    ] as const) {
      assert.deepEqual(faults({ [name]: value }), [`${name}=${value}`])
    }
  })

  test('may keep more, or for ever; and one copy alone is in step with itself', () => {
    assert.deepEqual(faults({}), [])
    assert.deepEqual(faults({ 'retention.ms': String(KEPT_AT_LEAST_MS) }), [])
    assert.deepEqual(faults({ 'retention.ms': '-1', 'min.insync.replicas': '3' }), [])
    assert.deepEqual(faults({ 'min.insync.replicas': '1' }, 1), [])
  })
})
