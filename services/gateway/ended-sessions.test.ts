import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uuidv7 } from '#platform/ids.ts'
import { memoryLive } from '#platform/live/live.memory.ts'
import { silentLog } from '#platform/measures/log.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { passSeconds, settle } from './a-live-client.ts'
import { endedSessions } from './ended-sessions.ts'

const before = uuidv7(1)
const meanwhile = uuidv7(2)

/** Members whom a test lets answer, or not. */
function someMembers() {
  const members = {
    asked: 0,
    answer: (): Promise<{ sessionIds: string[] }> => Promise.reject(new Error('members are gone')),
    listEndedSessions: () => {
      members.asked++
      return members.answer()
    },
  }
  return members
}

const told = async () => ({ sessionIds: [before] })

test('a shop that starts while members are gone opens, and asks until it is told', async () => {
  const members = someMembers()
  const [clock, live] = [virtualClock(), memoryLive()]
  const opening = endedSessions({ members, live, clock, log: silentLog })
  await settle()
  await passSeconds(clock, 2)
  using ended = await opening
  assert.equal(ended.has(before), false)
  live.publish('session-ended', { sessionId: meanwhile })
  assert.equal(ended.has(meanwhile), true, 'what ends now is heard of nevertheless')

  await passSeconds(clock, 60)
  assert.ok(members.asked >= 60, `asked ${members.asked} times`)
  members.answer = told
  await passSeconds(clock, 1)
  assert.equal(ended.has(before), true)
  const askedSoFar = members.asked
  await passSeconds(clock, 60)
  assert.equal(members.asked, askedSoFar, 'once told, they are left alone')
})

test('members who come a moment later are waited for', async () => {
  const members = someMembers()
  const clock = virtualClock()
  const opening = endedSessions({ members, live: memoryLive(), clock, log: silentLog })
  await settle()
  members.answer = told
  await passSeconds(clock, 1)
  using ended = await opening
  assert.equal(ended.has(before), true)
})

test('members who never answer do not keep the shop shut, nor from closing', async () => {
  const members = someMembers()
  members.answer = () => new Promise(() => undefined)
  const clock = virtualClock()
  const opening = endedSessions({ members, live: memoryLive(), clock, log: silentLog })
  await passSeconds(clock, 2)
  const ended = await opening
  ended[Symbol.dispose]()
  members.answer = told
  await passSeconds(clock, 5)
  assert.equal(members.asked, 1)
})

test('whenever an end may not have been heard of, members are asked: nothing that ended is accepted', async () => {
  const members = someMembers()
  members.answer = async () => ({ sessionIds: [] })
  const [clock, memory] = [virtualClock(), memoryLive()]
  let miss: () => void = () => undefined
  const live = {
    ...memory,
    onMissed: (listener: () => void) => {
      miss = listener
      return () => {
        miss = () => assert.fail('it stopped watching')
      }
    },
  }
  const ended = await endedSessions({ members, live, clock, log: silentLog })
  members.answer = told
  miss()
  await settle()
  assert.equal(ended.has(before), true)

  const slow = Promise.withResolvers<{ sessionIds: string[] }>()
  members.answer = () => slow.promise
  miss()
  await settle()
  members.answer = async () => ({ sessionIds: [meanwhile] })
  miss()
  slow.resolve({ sessionIds: [] })
  await settle()
  assert.equal(ended.has(meanwhile), true, 'an answer made before is not enough')
  ended[Symbol.dispose]()
})
