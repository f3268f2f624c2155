import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Order } from '#contracts/orders.ts'
import { isRefusal } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import {
  eventually,
  granted,
  membersUnderTest,
  PASSWORD,
  refusalOf,
  visitor,
} from './members-under-test.ts'

const HOUR_MS = 60 * 60_000

const anOrder = (state: Order['state']): Order => ({
  orderId: '01930001-7b1e-7c3a-9d5e-0123456789ab',
  reservationId: '01930001-7b1e-7c3a-9d5e-0123456789ac',
  state,
  lines: [],
  total: { amountMinor: 19_900, currency: 'KRW' },
  refunded: { amountMinor: 0, currency: 'KRW' },
  returns: [],
  placedAtMs: 1,
  history: [],
})

const home = { recipient: '이순신', phone: '010-1234-5678', postalCode: '06236', line1: '테헤란로' }

suite('The data of a member', () => {
  test('is exported whole: profile, addresses, devices, orders, payments, mails', async () => {
    await using shop = await membersUnderTest()
    const { email, context } = await shop.aMember()
    granted(await shop.calls.addAddress(home, context))
    shop.ordersOf.push(anOrder('delivered'))
    const told = granted(await shop.calls.exportMe({}, context))
    assert.equal(told.member.email, email)
    assert.deepEqual(
      told.addresses.map(({ line1 }) => line1),
      [home.line1],
    )
    assert.equal(told.sessions.length, 1)
    assert.equal(told.orders.length, 1)
    assert.deepEqual(
      told.mails.map(({ kind }) => kind),
      ['verification'],
    )
    assert.equal(JSON.stringify(told).includes('argon2'), false)
  })

  test('is not erased while an order is open, and it is told which', async () => {
    await using shop = await membersUnderTest()
    const { email, context } = await shop.aMember()
    for (const state of ['awaiting_payment', 'paid', 'shipped'] as const) {
      shop.ordersOf.splice(0, 1, anOrder(state))
      const answer = await shop.calls.eraseMe({}, context)
      assert.equal(refusalOf(answer), 'illegal_transition')
      assert(isRefusal(answer))
      assert.deepEqual(answer.details?.openOrders, [{ orderId: anOrder(state).orderId, state }])
    }
    await shop.logIn(email)
  })

  test('once erased is nowhere: not in the rows, not to log in with, not in other services', async () => {
    await using shop = await membersUnderTest()
    const { email, session, context } = await shop.aMember()
    const { memberId, sessionId } = context.caller
    granted(await shop.calls.addAddress(home, { ...context, idempotencyKey: 'one press' }))
    await shop.calls.requestPasswordReset({ email }, visitor)
    const { token = '' } = await shop.mailTo(email, 2)
    assert.equal(await shop.calls.eraseMe({}, context), null)

    assert.equal(refusalOf(await shop.refresh(session)), 'token_invalid')
    const again = await shop.calls.logIn({ email, password: PASSWORD }, visitor)
    assert.equal(refusalOf(again), 'credentials_invalid')
    const reset = await shop.calls.confirmPasswordReset({ token, newPassword: PASSWORD }, visitor)
    assert.equal(refusalOf(reset), 'reset_token_invalid')
    assert.equal(refusalOf(await shop.calls.eraseMe({}, context)), 'not_found')
    const { sessionIds } = granted(await shop.calls.listEndedSessions({}, visitor))
    assert.deepEqual(sessionIds, [sessionId], 'its access token is good for nothing')
    const tables = ['member', 'address', 'verification', 'promised_mail', 'password_reset']
    for (const table of [...tables, 'idempotency']) {
      assert.deepEqual(await shop.databases.rowsOf('members', table), [], table)
    }
    await eventually('word to notifications', () => shop.erased.length > 0)
    assert.deepEqual(shop.erased[0], { memberId, to: email })
    await shop.register(email)
    await shop.mailTo(email, 3)
  })

  test('is forgotten elsewhere again after an hour, and then the erasure itself is', async () => {
    await using shop = await membersUnderTest()
    const { context } = await shop.aMember()
    shop.mailFault.error = new Error('notifications is down')
    assert.equal(await shop.calls.eraseMe({}, context), null)
    const erasedAtMs = shop.clock.nowMs()
    const erasures = () => shop.databases.rowsOf('members', 'erasure')
    assert.equal((await erasures()).length, 1)
    shop.mailFault.error = null
    await eventually('word to notifications', () => {
      shop.clock.advance(10_000)
      return shop.erased.length > 0
    })
    await eventually('the second word', () => {
      shop.clock.advance(HOUR_MS / 100)
      return shop.erased.length > 1 && shop.clock.nowMs() - erasedAtMs > HOUR_MS
    })
    const giveUpAtMs = Date.now() + 10_000
    while ((await erasures()).length > 0) {
      assert(Date.now() < giveUpAtMs, 'the erasure is forgotten')
      shop.clock.advance(10_000)
    }
  })

  test('of the only admin is not erased', async () => {
    await using shop = await membersUnderTest()
    const { email, context } = await shop.aMember()
    const { ensureFirstAdmin } = await import('./first-admin.ts')
    await ensureFirstAdmin(shop.deps, { email, password: PASSWORD })
    assert.equal(refusalOf(await shop.calls.eraseMe({}, context)), 'illegal_transition')
    await shop.logIn(email)
  })
})

suite('The audit log', () => {
  test('tells privileged acts, the newest first, by page, actor and subject', async () => {
    await using shop = await membersUnderTest()
    const { email, context: asAdmin } = await shop.aMember()
    const { ensureFirstAdmin } = await import('./first-admin.ts')
    await ensureFirstAdmin(shop.deps, { email, password: PASSWORD })
    const { memberId } = (await shop.aMember('other@example.com')).context.caller
    shop.clock.advance(1_000)
    granted(await shop.calls.setRoles({ memberId, roles: ['member', 'merchant'] }, asAdmin))

    const first = granted(await shop.calls.listAudit({ limit: 1 }, asAdmin))
    const [set] = first.items
    assert.deepEqual(
      [set?.act, set?.actorId, set?.actorName, set?.subjectId, set?.details],
      [
        'roles_set',
        asAdmin.caller.memberId,
        '이순신',
        memberId,
        { before: ['member'], after: ['member', 'merchant'] },
      ],
    )
    const cursor = first.nextCursor ?? ''
    const second = granted(await shop.calls.listAudit({ cursor, limit: 1 }, asAdmin))
    assert.deepEqual(
      second.items.map(({ act }) => act),
      ['first_admin_made'],
    )
    const about = granted(await shop.calls.listAudit({ subjectId: memberId }, asAdmin))
    assert.equal(about.items.length, 1)
    const asked = { auditId: uuidv7(shop.clock.nowMs() + 1), act: 'ship_orders', details: {} }
    const result = { items: [{ orderId: memberId, outcome: 'not_found' }] }
    await shop.calls.recordAct(asked, asAdmin)
    await shop.calls.recordOutcome({ auditId: asked.auditId, outcome: 'done', result }, asAdmin)
    const [shipped] = granted(await shop.calls.listAudit({ limit: 1 }, asAdmin)).items
    assert.deepEqual([shipped?.outcome, shipped?.result], ['done', result])
    const forged = await shop.calls.listAudit({ cursor: 'bm90IG91cnM' }, asAdmin)
    assert.equal(refusalOf(forged), 'invalid_request')
  })
})
