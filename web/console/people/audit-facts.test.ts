import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatIn } from '#web/kit/format.ts'
import { auditFacts } from './audit-facts.ts'

test('what was asked for is told as people write it', () => {
  const facts = auditFacts(
    {
      price: { amountMinor: 1_250, currency: 'USD' },
      units: 2_000,
      holdMs: 90_000,
      opensAtMs: Date.UTC(2024, 6, 7, 10, 30),
      after: ['member', 'admin'],
      skus: [{ units: 1 }, { units: 2 }],
      waitingRoom: { mode: 'fifo', admitPerSecond: 5 },
      categoryId: null,
    },
    formatIn('en'),
  )
  const { opensAtMs, ...told } = Object.fromEntries(facts.map(({ field, text }) => [field, text]))
  assert.deepEqual(told, {
    ...{ price: '$12.50', units: '2,000', holdMs: '1 minute 30 seconds' },
    ...{ after: 'member, admin', skus: '2', mode: 'fifo', admitPerSecond: '5', categoryId: '–' },
  })
  assert.match(opensAtMs ?? '', /2024/)
})
