import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { LedgerEntry } from '#contracts/ledger.ts'
import {
  aFile,
  aHead,
  aLedger,
  aShop,
  dropId,
  faultsIn,
  jwksFile,
  verify,
} from './verify-under-test.ts'

suite('verify, for a whole ledger', { concurrency: 2 }, () => {
  test('an honest one is proven, page by page, and says what it adds up to', async () => {
    await using shop = await aShop(aLedger(), aHead(aLedger()))
    const { exitCode, stdout, stderr } = await verify('--ledger', shop.ledgerUrl)
    assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' })
    assert.match(stdout, /✓ All 12 entries are there\.\n/)
    assert.match(stdout, /6 reservations of 5 units: 3 sold, 2 held, 0 free\.\nVerified\.\n$/)
  })

  test('entries that came after the head are not held against it', async () => {
    const { exitCode, counters } = await verdictOnLedger(aLedger(), aHead(aLedger().slice(0, 7)))
    assert.deepEqual([exitCode, counters.entries, counters.waiting], [0, 7, 1])
  })

  test('an altered entry is told', async () => {
    const { counters, ...verdict } = await verdictOnLedger(
      aLedger().map(entry => (entry.index === 3 ? { ...entry, member: 'friend' } : entry)),
    )
    assert.deepEqual(verdict, wrong(['root_differs']))
  })

  test('a missing entry is told', async () => {
    const { counters, ...verdict } = await verdictOnLedger(aLedger().toSpliced(6, 1))
    const faults = ['size_differs', 'root_differs', '7 index_gap', '10 ticket_not_waiting']
    assert.deepEqual(verdict, wrong(faults))
  })

  test('an entry told twice is told', async () => {
    const { counters, ...verdict } = await verdictOnLedger(
      aLedger().toSpliced(11, 0, ...aLedger().slice(11)),
    )
    assert.deepEqual(verdict, wrong(['size_differs', 'root_differs', '11 index_repeated']))
  })

  test('entries that changed places are told', async () => {
    const entries = aLedger()
    const { counters, ...verdict } = await verdictOnLedger(
      entries.toSpliced(7, 2, ...entries.slice(7, 9).reverse()),
    )
    const faults = ['root_differs', '8 index_gap', '7 index_backwards', '7 instant_backwards']
    assert.deepEqual(verdict, wrong(faults))
  })

  test('an unfair ledger is told, though it is signed and whole', async () => {
    const entries = aLedger().map(entry => (entry.index === 0 ? { ...entry, units: 4 } : entry))
    const { counters, ...verdict } = await verdictOnLedger(entries, aHead(entries))
    assert.deepEqual(verdict, wrong(['5 oversold', '10 oversold']))
  })

  test('a file of it is proven without a network, and an altered one is told', async () => {
    const honest = { head: aHead(aLedger()), entries: aLedger() }
    const file = await aFile('ledger.json', honest)
    assert.equal((await verify('--ledger', file, '--jwks', jwksFile)).exitCode, 0)
    const cut = await aFile('cut.json', { ...honest, entries: aLedger().slice(0, 11) })
    const { exitCode, stdout } = await verify('--ledger', cut, '--jwks', jwksFile, '--json')
    assert.deepEqual(
      [exitCode, faultsIn(JSON.parse(stdout).checks)],
      [1, ['size_differs', 'root_differs']],
    )
  })

  test('the ledger of another drop, or a head signed as something else, is told', async () => {
    const entries = aLedger().map(entry => ({ ...entry, dropId: dropId.replace(/1$/, '2') }))
    const { counters, ...verdict } = await verdictOnLedger(entries, aHead(entries, 'token'))
    assert.deepEqual(verdict, wrong(['drop_differs', 'head_wrong_type']))
  })
})

async function verdictOnLedger(entries: readonly LedgerEntry[], head = aHead(aLedger())) {
  await using shop = await aShop(entries, head)
  const { exitCode, stdout } = await verify('--ledger', shop.ledgerUrl, '--json')
  const { verified, checks, counters } = JSON.parse(stdout)
  return { exitCode, verified, counters, faults: faultsIn(checks) }
}

const wrong = (faults: readonly string[]) => ({ exitCode: 1, verified: false, faults })
