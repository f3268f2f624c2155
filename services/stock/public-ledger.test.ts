import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { LedgerEntry } from '#contracts/ledger.ts'
import { isRefusal, type Refusal } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { canonicalJson } from '#platform/security/canonical-json.ts'
import { leafHash } from '#platform/security/merkle-hash.ts'
import { appendLeaves, emptyFrontier } from '#platform/security/merkle-tree.ts'
import { verifyConsistency } from '#platform/security/merkle-verifier.ts'
import { aStock } from './a-stock.ts'
import { auditReceipt } from './a-stock-audit.ts'

const stock = await aStock()
after(() => stock.auditAndClose())

/** A drop of whose ledger some hundred entries were written, in batches of several sizes. */
const drop = await stock.aDrop({ units: 400, holdMs: 1_000 })
const { dropId } = drop
const sizes: number[] = []
for (const size of [1, 2, 5, 60, 1, 190, 3]) {
  await Promise.all(Array.from({ length: size }, () => stock.reserved(drop)))
  sizes.push(given(await stock.calls.readLedgerHead({ dropId }, fromService)).size)
}
stock.clock.advance(1_000)
await stock.reserved(drop)
const head = given(await stock.calls.readLedgerHead({ dropId }, fromService))

function given<Answer>(answer: Answer | Refusal): Answer {
  assert(!isRefusal(answer), `it was refused: ${JSON.stringify(answer)}`)
  return answer
}

async function readAll(limit: number): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = []
  for (let after = -1; ; ) {
    const page = given(await stock.calls.readLedger({ dropId, after, limit }, fromService))
    assert.ok(page.items.length <= limit)
    entries.push(...page.items)
    if (page.nextCursor === null) return entries
    after = Number(page.nextCursor)
  }
}
const rootOf = (entries: readonly LedgerEntry[]) =>
  appendLeaves(
    emptyFrontier,
    entries.map(entry => leafHash(canonicalJson(entry))),
  ).rootHash

suite('The ledger of a drop, for everybody', () => {
  test('read page by page it is whole, in its order, and adds up to the root that was signed', async () => {
    const entries = await readAll(1_000)
    assert.deepEqual(await readAll(7), entries)
    assert.deepEqual(
      entries.map(({ index }) => index),
      entries.map((_, at) => at),
    )
    assert.equal(entries.length, head.size)
    assert.equal(rootOf(entries).toString('hex'), head.rootHash)
    assert.deepEqual(
      Object.fromEntries(
        Object.entries(Object.groupBy(entries, ({ kind }) => kind)).map(([kind, of]) => [
          kind,
          of?.length,
        ]),
      ),
      { planned: 1, reserved: 263, expired: 262 },
    )
  })

  test('names nobody: a member has another pseudonym in each drop, and the same within one', async () => {
    const ann = stock.aMember()
    const other = await stock.aDrop()
    const pseudonym = async (of: typeof drop, key: string) =>
      (await stock.reserved(of, ann, { key })).receipt.entry.member
    const [first, again, elsewhere] = [
      await pseudonym(drop, 'a'),
      await pseudonym(drop, 'b'),
      await pseudonym(other, 'a'),
    ]
    assert.match(first ?? '', /^[0-9a-f]{32}$/)
    assert.equal(again, first)
    assert.notEqual(elsewhere, first)
    const text = JSON.stringify(await stock.ledger(dropId))
    assert.ok(!text.includes(ann.memberId))
  })

  test('proves each of its entries against the newest head', async () => {
    const { size } = given(await stock.calls.readLedgerHead({ dropId }, fromService))
    for (const entry of [0, 1, 2, 63, 64, 255, 256, 257, size - 2, size - 1]) {
      const receipt = given(await stock.calls.readLedgerProof({ dropId, entry }, fromService))
      assert.equal(receipt.index, entry)
      assert.equal(receipt.head.size, size)
      auditReceipt(receipt, stock.keysByKid)
    }
    const beyond = await stock.calls.readLedgerProof({ dropId, entry: size }, fromService)
    assert.deepEqual(beyond, { refused: 'not_found' })
  })

  test('proves that it only ever grew', async () => {
    const entries = await readAll(1_000)
    for (const [at, from] of sizes.entries()) {
      for (const to of [...sizes.slice(at), head.size]) {
        const proof = given(
          await stock.calls.readLedgerConsistency({ dropId, from, to }, fromService),
        )
        const holds = verifyConsistency({
          ...{ from, to, path: proof.path.map(hash => Buffer.from(hash, 'hex')) },
          fromRootHash: rootOf(entries.slice(0, from)),
          toRootHash: rootOf(entries.slice(0, to)),
        })
        assert.ok(holds, `from ${from} to ${to}`)
      }
    }
    for (const [from, to] of [
      [2, 1],
      [1, 1e9],
    ] as const) {
      assert.deepEqual(await stock.calls.readLedgerConsistency({ dropId, from, to }, fromService), {
        refused: 'not_found',
      })
    }
  })

  test('of a drop that is nowhere there is none', async () => {
    const nowhere = { dropId: uuidv7(0) }
    const { calls } = stock
    assert.deepEqual(
      [
        await calls.readLedger(nowhere, fromService),
        await calls.readLedgerHead(nowhere, fromService),
        await calls.readLedgerProof({ ...nowhere, entry: 0 }, fromService),
        await calls.readLedgerConsistency({ ...nowhere, from: 1, to: 1 }, fromService),
      ],
      Array.from({ length: 4 }, () => ({ refused: 'not_found' })),
    )
  })
})

test('a batch of more than a thousand entries is read and proven like any other', async () => {
  const crowd = 1_100
  const large = await stock.aDrop({ units: crowd, holdMs: 1_000 })
  for (const half of [550, 550]) {
    await Promise.all(Array.from({ length: half }, () => stock.reserved(large)))
  }
  stock.clock.advance(1_000)
  await stock.reserved(large)
  const entries = await stock.ledger(large.dropId)
  assert.deepEqual(
    entries.map(({ index }) => index),
    entries.map((_, at) => at),
  )
  assert.equal(entries.filter(({ kind }) => kind === 'expired').length, crowd)
  const { dropId } = large
  const signed = given(await stock.calls.readLedgerHead({ dropId }, fromService))
  for (const entry of [0, crowd + 5, 2 * crowd - 1, 2 * crowd + 1]) {
    const proof = given(await stock.calls.readLedgerProof({ dropId, entry }, fromService))
    assert.equal(proof.entry.index, entry)
    auditReceipt(proof, stock.keysByKid)
  }
  assert.equal(rootOf(entries).toString('hex'), signed.rootHash)
})
