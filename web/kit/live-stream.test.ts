import assert from 'node:assert/strict'
import { afterEach, beforeEach, mock, test } from 'node:test'
import { setImmediate as aTurn } from 'node:timers/promises'
import { tab } from './browser-stand-in.ts'

// After the stand-in, which says where the shop's addresses are.
const { followLive } = await import('./live-stream.ts')

type Connection = {
  readonly signal: AbortSignal
  readonly tells: (text: string) => void
  readonly ends: () => void
}

const EVENT = 'event: drop\ndata: {}\n\n'

let connections: Connection[] = []
let states: string[] = []
let isSilent = false
let unfollow: () => void = () => undefined

globalThis.fetch = async (_, { signal } = {}) => {
  assert(signal)
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  connections.push({
    signal,
    tells: text => void writer.write(new TextEncoder().encode(text)).catch(() => undefined),
    ends: () => void writer.close(),
  })
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason)
      writer.abort(signal.reason).catch(() => undefined)
    })
  })
  aborted.catch(() => undefined)
  return isSilent ? aborted : new Response(readable)
}

async function turns(): Promise<void> {
  for (let n = 0; n < 10; n++) await aTurn()
}

async function pass(ms: number): Promise<void> {
  mock.timers.tick(ms)
  await turns()
}

async function hide(hidden: boolean): Promise<void> {
  tab.hidden = hidden
  tab.dispatchEvent(new Event('visibilitychange'))
  await turns()
}

async function follow(): Promise<void> {
  unfollow = followLive(
    'stock.drop',
    { dropId: 'd' },
    { told: () => undefined, is: state => states.push(state) },
  )
  await turns()
}

beforeEach(() => {
  connections = []
  states = []
  isSilent = false
  tab.hidden = false
  mock.timers.enable({ apis: ['setTimeout'] })
})

afterEach(async () => {
  unfollow()
  await turns()
  mock.timers.reset()
})

test('a page in a background tab takes no connection until it is shown, and lets it go when hidden', async () => {
  tab.hidden = true
  await follow()
  await pass(60_000)
  assert.equal(connections.length, 0)
  await hide(false)
  assert.equal(connections.length, 1)
  await hide(true)
  await pass(9_999)
  assert.equal(connections[0]?.signal.aborted, false)
  await pass(1)
  assert.equal(connections[0]?.signal.aborted, true)
  window.dispatchEvent(new Event('online'))
  await pass(60_000)
  assert.equal(connections.length, 1)
  await hide(false)
  assert.equal(connections.length, 2)
})

test('what is lost is lost until it is live again', async () => {
  await follow()
  connections[0]?.tells(EVENT)
  await turns()
  connections[0]?.ends()
  await turns()
  await pass(500)
  assert.equal(connections.length, 2)
  assert.deepEqual(states, ['connecting', 'live', 'lost'])
  connections[1]?.tells(EVENT)
  await turns()
  assert.deepEqual(states, ['connecting', 'live', 'lost', 'live'])
})

test('a stream that does not answer is given up, and asked for again', async () => {
  isSilent = true
  await follow()
  await pass(40_000)
  assert.deepEqual(states, ['connecting', 'lost'])
  await pass(500)
  assert.equal(connections.length, 2)
})
