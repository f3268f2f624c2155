import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type CrowdMember, insertCrowd } from './crowd-members.ts'
import { granted, membersUnderTest, refusalOf, visitor } from './members-under-test.ts'

const HOUR_MS = 60 * 60_000

suite('A crowd for load tests', () => {
  test('is of verified members, each with a session and a token that is good for an hour', async () => {
    await using shop = await membersUnderTest()
    const batches: number[] = []
    const crowd: CrowdMember[] = []
    for await (const batch of insertCrowd(shop.deps, 2_500)) {
      batches.push(batch.length)
      crowd.push(...batch)
    }
    assert.deepEqual(batches, [1_000, 1_000, 500])
    assert.equal(new Set(crowd.map(member => member.memberId)).size, 2_500)
    const { memberId, email, accessToken } = crowd.at(-1) ?? {
      memberId: '',
      email: '',
      accessToken: '',
    }

    shop.clock.advance(HOUR_MS - 1)
    const caller = await shop.tokens.verify(accessToken)
    assert(typeof caller === 'object')
    assert.deepEqual(
      [caller.memberId, caller.emailVerified, caller.roles],
      [memberId, true, ['member']],
    )
    const me = granted(await shop.calls.readMe({}, { caller }))
    assert.deepEqual([me.email, me.emailVerified], [email, true])
    assert.equal(granted(await shop.calls.listSessions({}, { caller })).items.length, 1)
    shop.clock.advance(1_000)
    assert.equal(await shop.tokens.verify(accessToken), 'token_expired')
  })

  test('cannot be logged into: there is no password', async () => {
    await using shop = await membersUnderTest()
    for await (const [member] of insertCrowd(shop.deps, 1)) {
      const answer = await shop.calls.logIn({ email: member?.email ?? '', password: ' ' }, visitor)
      assert.equal(refusalOf(answer), 'credentials_invalid')
    }
  })
})
