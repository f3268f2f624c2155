import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Caller, Role } from '#contracts/operation.ts'
import { memoryLive } from '#platform/live/live.memory.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { aMember } from './gateway-under-test.ts'
import { standings } from './standings.ts'

const merchant = aMember({ roles: ['merchant'] })
const gone = new Error('members are gone')

/** Members who answer until a test has them go, and word of theirs that may be missed. */
function someStandings() {
  let answer: readonly Role[] | Error = merchant.roles
  let miss = (): void => assert.fail('nobody watches')
  let asked = 0
  const known = standings({
    members: {
      async readStanding({ memberId }) {
        asked++
        if (answer instanceof Error) throw answer
        return { memberId, name: '', roles: [...answer], emailVerified: true }
      },
    },
    live: {
      ...memoryLive(),
      onMissed(listener) {
        miss = listener
        return () => {
          miss = () => assert.fail('it stopped watching')
        }
      },
    },
    clock: virtualClock(),
  })
  return {
    ...known,
    miss: () => miss(),
    asked: () => asked,
    answerWith(next: readonly Role[] | Error) {
      answer = next
    },
    rolesNow: async (caller: Caller) => (await known.asOfNow(caller))?.roles,
  }
}

test('a role whose end may not have been heard of is asked for, and not believed while nobody answers', async () => {
  using known = someStandings()
  assert.deepEqual(await known.rolesNow(merchant), ['merchant'])
  known.answerWith(gone)
  assert.deepEqual(await known.rolesNow(merchant), ['merchant'])
  assert.equal(known.asked(), 1, 'what was heard a moment ago is not asked for')
  known.miss()
  await assert.rejects(known.rolesNow(merchant), gone)
  known.answerWith(['member'])
  assert.deepEqual(await known.rolesNow(merchant), ['member'])
})

test('an answer that was under way when a word was missed does for who asked, and for nobody later', async () => {
  using known = someStandings()
  const asking = known.rolesNow(merchant)
  known.miss()
  known.answerWith(gone)
  assert.deepEqual(await asking, ['merchant'])
  await assert.rejects(known.rolesNow(merchant), gone)
})
