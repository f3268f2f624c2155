import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProviderWindow, WaysToPay } from '#contracts/providers.ts'
import { type Log, silentLog } from '#platform/measures/log.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { providerWindow } from './provider-window.ts'

const window: ProviderWindow = {
  scriptUrl: 'https://provider.example/pay.js',
  ...{ scripts: [], connections: [], frames: [], forms: [] },
}

/** Payments, which a test lets answer, or not. */
function somePayments() {
  const clock = virtualClock()
  const said: string[] = []
  const log: Log = Object.assign(Object.create(silentLog), {
    warn: (_about: unknown, sentence: string) => said.push(sentence),
  })
  const payments = {
    asked: 0,
    answer: (): Promise<WaysToPay> => Promise.reject(new Error('payments are gone')),
    readWaysToPay: () => {
      payments.asked++
      return payments.answer()
    },
  }
  return { payments, clock, said, read: providerWindow({ payments, clock, log }) }
}

const told = async (): Promise<WaysToPay> => ({ provider: 'toss', methods: ['card'], window })

test('payments that are gone are asked once a second however many pages are read', async () => {
  const { payments, clock, said, read } = somePayments()
  for (let second = 0; second < 3; second++) {
    for (let page = 0; page < 50; page++) assert.equal(await read(), null)
    clock.advance(1_000)
  }
  assert.equal(payments.asked, 3)
  assert.equal(said.length, 1, 'and it is said once')

  payments.answer = told
  assert.deepEqual(await read(), window)
})

test('what they said last holds while they are gone, and no page waits for them', async () => {
  const { payments, clock, read } = somePayments()
  payments.answer = told
  assert.deepEqual(await read(), window)
  clock.advance(30_000)
  payments.answer = () => Promise.withResolvers<WaysToPay>().promise
  assert.deepEqual(await read(), window)
  assert.deepEqual(await read(), window)
  assert.equal(payments.asked, 2)
})
