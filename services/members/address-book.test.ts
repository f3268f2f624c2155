import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { granted, membersUnderTest, refusalOf, visitor } from './members-under-test.ts'

const home = {
  recipient: '이순신',
  phone: '010-9999-1234',
  postalCode: '06236',
  line1: '서울 강남구 테헤란로 152',
}

suite('The address book', () => {
  test('has one default at all times: the first, until another is made it', async () => {
    await using shop = await membersUnderTest()
    const { context } = await shop.aMember()
    const { memberId } = context.caller
    const add = async (line1: string, isDefault: boolean) =>
      granted(await shop.calls.addAddress({ ...home, line1, isDefault }, context))
    const defaults = async () => {
      const { items } = granted(await shop.calls.listAddresses({}, context))
      const asked = { memberIds: [memberId] }
      const { addresses } = granted(await shop.calls.readDefaultAddresses(asked, visitor))
      const chosen = items.filter(item => item.isDefault).map(item => item.line1)
      const told = addresses.map(({ address }) => address.line1)
      assert.deepEqual(chosen, told)
      return chosen
    }
    assert.deepEqual(await defaults(), [])
    const first = await add('first', false)
    assert.deepEqual(await defaults(), ['first'])
    shop.clock.advance(1)
    const second = await add('second', false)
    shop.clock.advance(1)
    const third = await add('third', true)
    assert.deepEqual(await defaults(), ['third'])
    const { addressId } = first
    granted(await shop.calls.changeAddress({ addressId, isDefault: true }, context))
    assert.deepEqual(await defaults(), ['first'])
    granted(await shop.calls.changeAddress({ addressId, isDefault: false }, context))
    assert.deepEqual(await defaults(), ['first'], 'it goes only by another')
    assert.equal(await shop.calls.removeAddress({ addressId }, context), null)
    assert.deepEqual(await defaults(), ['third'])
    for (const { addressId } of [third, second]) {
      assert.equal(await shop.calls.removeAddress({ addressId }, context), null)
    }
    assert.deepEqual(await defaults(), [])
  })

  test('an address whose answer was lost is added once, however often it is pressed again', async () => {
    await using shop = await membersUnderTest()
    const { context } = await shop.aMember()
    const press = { ...context, idempotencyKey: 'one press' }
    const ask = () => shop.calls.addAddress(home, press)
    const answers = (await Promise.all([ask(), ask(), ask()])).map(answer => granted(answer))
    const { addressId } = granted(await ask())
    assert.deepEqual(
      answers.map(answer => answer.addressId),
      [addressId, addressId, addressId],
    )
    assert.equal(granted(await shop.calls.listAddresses({}, context)).items.length, 1)
    const other = await shop.calls.addAddress({ ...home, line1: '부산' }, press)
    assert.equal(refusalOf(other), 'idempotency_conflict')
    const asked = await shop.calls.addAddress(home, { ...context, idempotencyKey: 'another' })
    assert.notEqual(granted(asked).addressId, addressId)
    await shop.calls.removeAddress({ addressId }, context)
    assert.equal(refusalOf(await ask()), 'not_found', 'what was taken away does not come back')
  })

  test('changes only what is given', async () => {
    await using shop = await membersUnderTest()
    const { context } = await shop.aMember()
    const added = granted(await shop.calls.addAddress({ ...home, line2: '3층' }, context))
    const { addressId } = added
    const moved = await shop.calls.changeAddress({ addressId, line1: '부산', line2: '' }, context)
    assert.deepEqual(moved, { addressId, ...home, line1: '부산', isDefault: true })
  })

  test('of somebody else is not to be found', async () => {
    await using shop = await membersUnderTest()
    const { context } = await shop.aMember('one@example.com')
    const { context: other } = await shop.aMember('two@example.com')
    const { addressId } = granted(await shop.calls.addAddress(home, context))
    const change = await shop.calls.changeAddress({ addressId, line1: 'mine' }, other)
    assert.equal(refusalOf(change), 'not_found')
    assert.equal(refusalOf(await shop.calls.removeAddress({ addressId }, other)), 'not_found')
    assert.deepEqual(granted(await shop.calls.listAddresses({}, other)).items, [])
  })

  test('has room for fifty, also when sixty are added at once', async () => {
    await using shop = await membersUnderTest()
    const { context } = await shop.aMember()
    const added = await Promise.all(
      Array.from({ length: 60 }, () =>
        shop.calls.addAddress({ ...home, isDefault: true }, context),
      ),
    )
    assert.equal(added.filter(answer => refusalOf(answer) === 'invalid_request').length, 10)
    const { items } = granted(await shop.calls.listAddresses({}, context))
    assert.equal(items.length, 50)
    assert.equal(items.filter(item => item.isDefault).length, 1)
  })
})

suite('The profile', () => {
  test('changes name, phone and language, and leaves the rest', async () => {
    await using shop = await membersUnderTest()
    const { context, email } = await shop.aMember()
    const before = granted(await shop.calls.readMe({}, context))
    const change = await shop.calls.changeMe({ phone: '010-1111-2222', locale: 'en' }, context)
    assert.deepEqual(change, { ...before, email, phone: '010-1111-2222', locale: 'en' })
    const after = await shop.calls.changeMe({ phone: null, name: '충무공' }, context)
    assert.deepEqual(after, { ...before, locale: 'en', name: '충무공' })
    assert.deepEqual(await shop.calls.changeMe({}, context), after)
  })
})
