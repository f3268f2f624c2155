import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RedisIsReplica } from './redis-errors.ts'
import { whoAnswers } from './who-answers.ts'

/** A Redis that tells these of itself, one after the other, and has one database. */
function aRedis(...told: string[]) {
  return {
    info: async () => told.shift() ?? '',
    select: async (database: number): Promise<'OK'> => {
      if (database === 0) return 'OK'
      throw new Error('ERR DB index is out of range')
    },
  }
}

const ready = 'run_id:abc\r\nrole:master\r\nloading:0\r\n'
const loading = ready.replace('loading:0', 'loading:1')

test('a Redis that reads its data still is waited for, and then believed', async () => {
  let rests = 0
  const rest = async () => ++rests
  assert.equal(await whoAnswers(aRedis(loading, loading, ready), { database: 0, rest }), 'abc')
  assert.equal(rests, 2)
})

test('a replica, and a Redis without the database that is asked for, are refused', async () => {
  const replica = ready.replace('master', 'slave')
  await assert.rejects(whoAnswers(aRedis(replica), { database: 0 }), RedisIsReplica)
  await assert.rejects(whoAnswers(aRedis(ready), { database: 99 }), /out of range/)
})
