import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Receipt } from '#contracts/ledger.ts'
import { orderIdOf } from '#contracts/order-id.ts'
import { keyringFromText, newKeyringText, publicKeysByKid } from '#platform/security/keyring.ts'
import { checkReceipt } from './ledger-checks.ts'
import {
  aFile,
  aHead,
  aReceipt,
  aShop,
  dropId,
  faultsIn,
  jwksFile,
  keyring,
  verify,
} from './verify-under-test.ts'

suite('verify, for a receipt', { concurrency: 2 }, () => {
  test('it is proven without a network, by the keys that were kept', async () => {
    const { exitCode, stdout } = await verify(await aFile('r.json', aReceipt()), '--jwks', jwksFile)
    assert.equal(exitCode, 0)
    assert.match(
      stdout,
      /✓ The receipt is for entry 4[\s\S]*✓ The head is signed[\s\S]*the head, of 1970-01-01 00:00:02 UTC\.[\s\S]*Verified\.\n$/,
    )
  })

  test('the whole answer to a reservation will do, with the keys of the shop', async () => {
    await using shop = await aShop([], aHead([]))
    const answer = { dropId, position: 4, quantity: 1, receipt: aReceipt() }
    const honest = await verify(await aFile('a.json', answer), '--url', shop.origin)
    assert.equal(honest.exitCode, 0)
    const boast = await aFile('b.json', { ...answer, position: 1 })
    const told = await verify(boast, '--url', shop.origin)
    assert.equal(told.exitCode, 1)
    assert.match(
      told.stdout,
      /✗ answer_differs: The answer has the position 1, not 4\.\nNot verified/,
    )
  })

  test('what stands beside it is checked where it can be, and else named as not proven', async () => {
    const price = { amountMinor: 500, currency: 'KRW' }
    const ids = { reservationId: dropId, orderId: orderIdOf(dropId) }
    const answer = {
      ...{ ...ids, dropId, position: 4, quantity: 1, unitPrice: price, total: price },
      ...{ expiresAtMs: 1, receipt: aReceipt() },
    }
    const verdictOn = async (name: string, changed: object) => {
      const file = await aFile(name, { ...answer, ...changed })
      const { exitCode, stdout } = await verify(file, '--jwks', jwksFile, '--json')
      const { checks, unproven } = JSON.parse(stdout)
      return { exitCode, faults: faultsIn(checks), unproven }
    }
    const unproven = ['reservationId', 'orderId', 'unitPrice', 'total', 'expiresAtMs']
    assert.deepEqual(await verdictOn('c.json', {}), { exitCode: 0, faults: [], unproven })
    const dear = { total: { ...price, amountMinor: 501 } }
    const won = { total: { ...price, currency: 'USD' } }
    for (const [changed, fault] of [
      [{ orderId: dropId }, 'ids_differ'],
      [dear, 'total_differs'],
      [won, 'total_differs'],
      [{ total: 'much' }, 'total_differs'],
    ] as const) {
      const verdict = await verdictOn('d.json', changed)
      assert.deepEqual(verdict, { exitCode: 1, faults: [fault], unproven })
    }
    const { stdout } = await verify(await aFile('e.json', answer), '--jwks', jwksFile)
    assert.match(
      stdout,
      /No receipt proves these, the shop alone says so: .*expiresAtMs\.\nVerified\.\n$/,
    )
  })

  test('with any field altered it is refused, and why is told by name', () => {
    const found = Object.fromEntries(
      alterations(aReceipt()).map(([place, altered]) => [
        place,
        faultsIn(checkReceipt(altered, publicKeysByKid(keyring))).join(' '),
      ]),
    )
    assert.deepEqual(found, {
      'entry.index': 'index_differs path_wrong',
      'entry.dropId': 'drop_differs path_wrong',
      'entry.atMs': 'path_wrong',
      'entry.kind': 'entry_malformed',
      'entry.position': 'path_wrong',
      'entry.member': 'path_wrong',
      'entry.quantity': 'path_wrong',
      index: 'index_differs path_wrong',
      'path.0': 'path_wrong',
      'path.1': 'path_wrong',
      'path.2': 'path_wrong',
      'path.3': 'path_wrong',
      'head.dropId': 'drop_differs head_differs',
      'head.size': 'head_differs',
      'head.rootHash': 'path_wrong head_differs',
      'head.atMs': 'head_differs',
      'head.jws': 'head_wrong_signature',
    })
  })

  test('with a field added or taken away it is refused', () => {
    const receipt = aReceipt()
    const { atMs, ...headWithout } = receipt.head
    const keys = publicKeysByKid(keyring)
    const faults = (altered: Receipt) => faultsIn(checkReceipt(altered, keys))
    const { member, ...entryWithout } = receipt.entry
    assert.deepEqual(faults({ ...receipt, entry: entryWithout }), ['path_wrong'])
    assert.deepEqual(faults({ ...receipt, entry: { ...receipt.entry, ticket: 1 } }), ['path_wrong'])
    assert.deepEqual(faults({ ...receipt, path: receipt.path.slice(1) }), ['path_wrong'])
    const padded = receipt.path.map(hash => `${hash}00`)
    assert.deepEqual(faults({ ...receipt, path: padded }), ['path_wrong'])
    const extra = { ...headWithout, atMs, note: 'trust me' }
    assert.deepEqual(faults({ ...receipt, head: extra }), ['head_differs'])
    const stranger = publicKeysByKid(keyringFromText(newKeyringText()))
    assert.deepEqual(faultsIn(checkReceipt(receipt, stranger)), ['head_unknown_key'])
  })
})

/** The receipt with each of its strings and numbers altered, one at a time, by where it stands. */
function alterations(receipt: Receipt): (readonly [string, Receipt])[] {
  return leavesOf(receipt).map(place => {
    const altered = structuredClone(receipt)
    const parent = place.slice(0, -1).reduce((node, name) => Object(node)[name], altered as unknown)
    const name = place.at(-1) ?? ''
    Object(parent)[name] = alter(Object(parent)[name])
    return [place.join('.'), altered]
  })
}

function leavesOf(node: object): string[][] {
  return Object.entries(node).flatMap(([name, value]) =>
    typeof value === 'object' ? leavesOf(value).map(rest => [name, ...rest]) : [[name]],
  )
}

/** Another value of the same kind, as near as can be. */
function alter(value: unknown): unknown {
  if (typeof value === 'number') return value + 1
  const text = String(value)
  const near = text.length - 5
  return `${text.slice(0, near)}${text[near] === '0' ? '1' : '0'}${text.slice(near + 1)}`
}
