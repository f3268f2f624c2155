import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { ensureFirstAdmin } from './first-admin.ts'
import {
  granted,
  type MembersUnderTest,
  membersUnderTest,
  PASSWORD,
  refusalOf,
  visitor,
} from './members-under-test.ts'

const admin = { email: 'Admin@Example.com', password: PASSWORD }

async function logInAsAdmin(shop: MembersUnderTest) {
  await ensureFirstAdmin(shop.deps, admin)
  return shop.contextOf(await shop.logIn('admin@example.com'))
}

suite('The first admin', () => {
  test('is there after the start, verified, once', async () => {
    await using shop = await membersUnderTest()
    const several = await Promise.all([
      ensureFirstAdmin(shop.deps, admin),
      ensureFirstAdmin(shop.deps, admin),
    ])
    assert.deepEqual(several.toSorted(), ['created', 'present'])
    assert.equal(await ensureFirstAdmin(shop.deps, admin), 'present')
    const session = await shop.logIn('admin@example.com')
    assert.deepEqual(session.member.roles, ['member', 'admin'])
    assert.equal(session.member.emailVerified, true)
  })

  test('is the verified member who has the address already, with the own password', async () => {
    await using shop = await membersUnderTest()
    const { email, session } = await shop.aMember()
    const made = await ensureFirstAdmin(shop.deps, { email, password: 'the operator’s' })
    assert.equal(made, 'promoted')
    assert.deepEqual(granted(await shop.refresh(session)).member.roles, ['member', 'admin'])
  })

  test('is not in the hands of who signed up with the address before', async () => {
    await using shop = await membersUnderTest()
    await shop.register('admin@example.com', 'the stranger’s password')
    const session = await shop.logIn('admin@example.com', {}, 'the stranger’s password')
    assert.equal(await ensureFirstAdmin(shop.deps, admin), 'created')
    const stranger = { email: 'admin@example.com', password: 'the stranger’s password' }
    assert.equal(refusalOf(await shop.calls.logIn(stranger, visitor)), 'credentials_invalid')
    assert.equal(refusalOf(await shop.refresh(session)), 'token_invalid')
  })
})

suite('Roles', () => {
  test('are given by an admin, and known wherever members are asked', async () => {
    await using shop = await membersUnderTest()
    const context = await logInAsAdmin(shop)
    const { memberId } = (await shop.aMember()).context.caller
    const changed = await shop.calls.setRoles({ memberId, roles: ['merchant', 'member'] }, context)
    assert.deepEqual(granted(changed).roles, ['member', 'merchant'])
    const standing = granted(await shop.calls.readStanding({ memberId }, visitor))
    assert.deepEqual(standing.roles, ['member', 'merchant'])
    assert.deepEqual(shop.published.at(-1), { topic: 'member-changed', message: { memberId } })
  })

  test('are not given by who is no admin any more, whatever the token says', async () => {
    await using shop = await membersUnderTest()
    const first = await logInAsAdmin(shop)
    const { memberId } = (await shop.aMember()).context.caller
    granted(await shop.calls.setRoles({ memberId, roles: ['member', 'admin'] }, first))
    const own = { memberId: first.caller.memberId, roles: ['member' as const] }
    granted(await shop.calls.setRoles(own, first))
    await assert.rejects(shop.calls.setRoles({ memberId, roles: ['member'] }, first), {
      code: 'forbidden',
    })
  })

  test('of the last admin stay, also when two give theirs up at once', async () => {
    await using shop = await membersUnderTest()
    const first = await logInAsAdmin(shop)
    const resign = (context: typeof first) =>
      shop.calls.setRoles({ memberId: context.caller.memberId, roles: ['member'] }, context)
    assert.equal(refusalOf(await resign(first)), 'illegal_transition')
    const { context: second } = await shop.aMember()
    const { memberId } = second.caller
    granted(await shop.calls.setRoles({ memberId, roles: ['admin'] }, first))
    const both = await Promise.all([resign(first), resign(second)])
    assert.deepEqual(both.map(refusalOf).sort(), ['illegal_transition', null])
  })

  test('beyond a member’s need a verified address, and a member', async () => {
    await using shop = await membersUnderTest()
    const context = await logInAsAdmin(shop)
    await shop.register('new@example.com')
    const { memberId } = (await shop.logIn('new@example.com')).member
    const early = await shop.calls.setRoles({ memberId, roles: ['merchant'] }, context)
    assert.equal(refusalOf(early), 'illegal_transition')
    const nobody = { memberId: '00000000-0000-7000-8000-000000000000', roles: ['member' as const] }
    assert.equal(refusalOf(await shop.calls.setRoles(nobody, context)), 'not_found')
  })
})

test('an admin ends all sessions of a member, at every door', async () => {
  await using shop = await membersUnderTest()
  const context = await logInAsAdmin(shop)
  const { session, context: theirs } = await shop.aMember()
  const { memberId } = theirs.caller
  assert.equal(await shop.calls.endSessionsOf({ memberId }, context), null)
  assert.equal(refusalOf(await shop.refresh(session)), 'token_invalid')
  const { sessionId } = theirs.caller
  assert(shop.published.some(({ message }) => isDeepStrictEqual(message, { sessionId })))
  const nobody = await shop.calls.endSessionsOf({ memberId: sessionId }, context)
  assert.equal(refusalOf(nobody), 'not_found')
})

suite('The audit log', () => {
  test('has every privileged act with who, whom and what, and no refused one', async () => {
    await using shop = await membersUnderTest()
    const context = await logInAsAdmin(shop)
    const { memberId: actorId } = context.caller
    const { memberId } = (await shop.aMember()).context.caller
    granted(await shop.calls.setRoles({ memberId, roles: ['member', 'merchant'] }, context))
    await shop.calls.setRoles({ memberId: actorId, roles: ['member'] }, context)
    const rows = await shop.databases.rowsOf('members', 'audit')
    assert.deepEqual(
      rows
        .sort((a, b) => (`${a.act}` < `${b.act}` ? -1 : 1))
        .map(({ actor_id, act, subject_id, details }) => ({
          ...{ actor_id, act, subject_id, details: JSON.parse(String(details)) },
        })),
      [
        {
          actor_id: null,
          act: 'first_admin_made',
          subject_id: actorId,
          details: { outcome: 'created' },
        },
        {
          actor_id: actorId,
          act: 'roles_set',
          subject_id: memberId,
          details: { before: ['member'], after: ['member', 'merchant'] },
        },
      ],
    )
  })
})

suite('The list of members', () => {
  test('finds one by the whole address in any spelling or by the id, and by nothing less', async () => {
    await using shop = await membersUnderTest()
    const { email, context } = await shop.aMember()
    await shop.register('other@example.com')
    const find = async (q: string) =>
      granted(await shop.calls.listMembers({ q }, context)).items.map(member => member.email)
    assert.deepEqual(await find(' SunSin@EXAMPLE.com'), [email])
    assert.deepEqual(await find(context.caller.memberId), [email])
    assert.deepEqual(await find('sunsin'), [])
    assert.deepEqual(await find('nobody@example.com'), [])
  })

  test('comes in pages, the newest first', async () => {
    await using shop = await membersUnderTest()
    const emails = ['a@example.com', 'b@example.com', 'c@example.com']
    for (const email of emails) {
      await shop.register(email)
      shop.clock.advance(1)
    }
    const first = granted(await shop.calls.listMembers({ limit: 2 }, visitor))
    assert.deepEqual(
      first.items.map(member => member.email),
      ['c@example.com', 'b@example.com'],
    )
    const cursor = first.nextCursor ?? ''
    const second = granted(await shop.calls.listMembers({ limit: 2, cursor }, visitor))
    assert.deepEqual(
      second.items.map(member => member.email),
      ['a@example.com'],
    )
    assert.equal(second.nextCursor, null)
    const wrong = await shop.calls.listMembers({ cursor: 'x' }, visitor)
    assert.equal(refusalOf(wrong), 'invalid_request')
  })
})
