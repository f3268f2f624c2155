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
const alone = { denyList: null, log: silentLog }

test('a shop that starts while members are gone opens, and asks until it is told', async () => {
  const members = someMembers()
  const [clock, live] = [virtualClock(), memoryLive()]
  const warnings: unknown[] = []
  const log: typeof silentLog = Object.assign(Object.create(silentLog), {
    warn: (...said: unknown[]) => warnings.push(said),
  })
  const opening = endedSessions({ members, live, clock, log, denyList: null })
  await settle()
  await passSeconds(clock, 2)
  using ended = await opening
  assert.equal(ended.has(before), false)
  await passSeconds(clock, 17)
  assert.deepEqual(warnings, [], 'each part of a shop starts at its own pace')
  live.publish('session-ended', { sessionId: meanwhile })
  assert.equal(ended.has(meanwhile), true, 'what ends now is heard of nevertheless')

  await passSeconds(clock, 60)
  assert.ok(members.asked >= 60, `asked ${members.asked} times`)
  assert.equal(warnings.length, 1)
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
  const opening = endedSessions({ members, live: memoryLive(), ...alone, clock })
  await settle()
  members.answer = told
  await passSeconds(clock, 1)
  using ended = await opening
  assert.equal(ended.has(before), true)
})

test('a shop that starts while members are gone opens by what they wrote down, and reads it again when a word was missed', async () => {
  const members = someMembers()
  const clock = virtualClock()
  let miss = (): void => assert.fail('nobody watches')
  const live = {
    ...memoryLive(),
    onMissed: (listener: () => void) => {
      miss = listener
      return () => undefined
    },
  }
  const list = Promise.withResolvers<string[]>()
  const denyList = { read: () => list.promise }
  let isOpen = false
  const opening = endedSessions({ members, live, denyList, log: silentLog, clock })
  void opening.then(() => {
    isOpen = true
  })
  await passSeconds(clock, 3)
  assert.equal(isOpen, false, 'patience with members is over, and the list is not read yet')
  list.resolve([before])
  using ended = await opening
  assert.deepEqual([ended.has(before), ended.has(meanwhile)], [true, false])
  denyList.read = async () => [before, meanwhile]
  miss()
  await settle()
  assert.equal(ended.has(meanwhile), true)
})

test('members who never answer do not keep the shop shut, nor from closing', async () => {
  const members = someMembers()
  members.answer = () => new Promise(() => undefined)
  const clock = virtualClock()
  const opening = endedSessions({ members, live: memoryLive(), ...alone, clock })
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
  const ended = await endedSessions({ members, live, ...alone, clock })
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
