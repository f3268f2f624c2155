import { randomUUID } from 'node:crypto'
import fastify from 'fastify'
import { Redis } from 'ioredis'
import { createPool } from 'mysql2/promise'
import { giveBack, makeStock, markPaid, takeOne } from './lock-control-store.ts'

/**
 * What our shop is measured against: a shop as its ancestors were, which takes a lock in Redis for
 * each purchase, reads the stock, decides, and writes it back. The lock is as Redisson's: a key with
 * an owner that is set where there is none, and a message to those who wait when it is deleted, one of
 * whom tries again in each process. Told: MySQL, Redis, units. Tells its port.
 */
const [mysqlUrl = '', redisUrl = '', units = '0'] = process.argv.slice(2)
const schema = `control_${randomUUID().slice(0, 8)}`
const url = new URL(mysqlUrl)
url.pathname = '/'
const first = createPool({ uri: url.href, connectionLimit: 1 })
await first.query(`create database ${schema}`)
await first.end()
url.pathname = `/${schema}`
const pool = createPool({ uri: url.href, connectionLimit: 16 })
await makeStock(pool, Number(units))

const redis = new Redis(redisUrl)
const listening = new Redis(redisUrl)
const lock = `lock:${schema}`
const LEASE_MS = 10_000
/** Where a message was missed. */
const LOOK_AGAIN_MS = 100
const UNLOCK = `if redis.call('get', KEYS[1]) == ARGV[1] then
  redis.call('del', KEYS[1]); redis.call('publish', KEYS[1], '1') end return 1`

const waiting: (() => void)[] = []
await listening.subscribe(lock)
listening.on('message', () => waiting.shift()?.())

async function locked<Result>(work: () => Promise<Result>): Promise<Result> {
  const owner = randomUUID()
  while ((await redis.set(lock, owner, 'PX', LEASE_MS, 'NX')) === null) {
    await new Promise<void>(resolve => {
      waiting.push(resolve)
      setTimeout(resolve, LOOK_AGAIN_MS)
    })
  }
  try {
    return await work()
  } finally {
    await redis.eval(UNLOCK, 1, lock, owner)
  }
}

const app = fastify()
let arrived = 0
/** The numbers of those who have a unit, by when they came, in the order in which they got it. */
const granted: number[] = []

app.post<{ Body: { member: string } }>('/enter', async ({ body: { member } }, reply) => {
  const number = ++arrived
  const orderId = randomUUID()
  const isTaken = await locked(() => takeOne(pool, { orderId, member }))
  if (!isTaken) return reply.code(409).send({ code: 'sold_out' })
  granted.push(number)
  return reply.code(201).send({ orderId })
})

app.post<{ Body: { orderId: string; isPaid: boolean } }>('/pay', async ({ body }) => {
  if (body.isPaid) await markPaid(pool, body.orderId)
  else await locked(() => giveBack(pool, body.orderId))
  return { state: body.isPaid ? 'captured' : 'declined' }
})

app.get('/overtaken', async () => ({ overtaken: overtakings(granted) }))

/** How many got a unit before somebody who had come earlier and got one too. */
function overtakings(numbers: readonly number[]): number {
  let latest = 0
  let count = 0
  for (const number of numbers) {
    if (number < latest) count += 1
    latest = Math.max(latest, number)
  }
  return count
}

await app.listen({ port: 0 })
const address = app.server.address()
console.log(`listening ${typeof address === 'string' ? address : address?.port}`)

process.on('SIGTERM', async () => {
  await app.close()
  await pool.query(`drop database ${schema}`)
  await pool.end()
  redis.disconnect()
  listening.disconnect()
})
