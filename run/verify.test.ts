import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import type { LedgerEntry, Receipt, SignedHead } from '#contracts/ledger.ts'
import { orderIdOf } from '#contracts/order-id.ts'
import { canonicalJson } from '#platform/security/canonical-json.ts'
import { signCompact } from '#platform/security/jws.ts'
import {
  keyringFromText,
  newKeyringText,
  publicJwks,
  publicKeysByKid,
} from '#platform/security/keyring.ts'
import { leafHash } from '#platform/security/merkle-hash.ts'
import { appendLeaves, emptyFrontier } from '#platform/security/merkle-tree.ts'
import { checkReceipt } from './ledger/ledger-checks.ts'

const dropId = '01990000-0000-7000-8000-000000000001'
const keyring = keyringFromText(newKeyringText())
const folder = await mkdtemp(join(tmpdir(), 'verify-'))
after(() => rm(folder, { recursive: true }))

const jwksFile = await aFile('jwks.json', publicJwks(keyring))

/** A drop of five units: eight come, some pay, one lets go, one is served from the line. */
function aLedger(): LedgerEntry[] {
  const kinds: Omit<LedgerEntry, 'index' | 'dropId' | 'atMs'>[] = [
    { kind: 'planned', units: 5, limitPerMember: 2, opensAtMs: 1_000, closesAtMs: 9_000 },
    ...[1, 2, 3, 4, 5].map(position => ({
      kind: 'reserved' as const,
      position,
      member: `m${position}`,
      quantity: 1,
    })),
    { kind: 'joined', ticket: 1, member: 'm6', quantity: 1 },
    { kind: 'committed', position: 1 },
    { kind: 'committed', position: 2 },
    { kind: 'released', position: 3 },
    { kind: 'offered', ticket: 1, position: 6, member: 'm6', quantity: 1 },
    { kind: 'committed', position: 6 },
  ]
  return kinds.map((entry, index) => ({ index, dropId, atMs: 1_000 + index, ...entry }))
}

const treeOf = (entries: readonly LedgerEntry[]) =>
  appendLeaves(
    emptyFrontier,
    entries.map(entry => leafHash(canonicalJson(entry))),
  )

function aHead(entries: readonly LedgerEntry[], typ = 'ledger-head'): SignedHead {
  const rootHash = treeOf(entries).rootHash.toString('hex')
  const claims = { dropId, size: entries.length, rootHash, atMs: 2_000 }
  return { ...claims, jws: signCompact(canonicalJson(claims), keyring.signing[0], typ) }
}

function aReceipt(index = 4): Receipt {
  const entries = aLedger()
  const [entry = assert.fail()] = entries.slice(index)
  return { entry, index, path: treeOf(entries).pathHexOf(index), head: aHead(entries) }
}

async function aFile(name: string, content: unknown): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

/** A shop that serves these entries, five a page, whatever it signed; busy when first asked. */
async function aShop(entries: readonly LedgerEntry[], head: SignedHead) {
  const ledger = `/api/drops/${dropId}/ledger`
  let refusals = 1
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://shop')
    const from = Number(url.searchParams.get('after') ?? -1) + 1
    const next = from + 5 < entries.length ? String(from + 4) : null
    const answers: Record<string, unknown> = {
      '/.well-known/jwks.json': publicJwks(keyring),
      [ledger]: { items: entries.slice(from, from + 5), nextCursor: next },
      [`${ledger}/head`]: head,
    }
    const answer = answers[url.pathname]
    const isBusy = url.pathname === ledger && refusals-- > 0
    if (isBusy) response.setHeader('retry-after', '0')
    response.statusCode = isBusy ? 429 : answer === undefined ? 404 : 200
    response.end(JSON.stringify(answer ?? {}))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    ledgerUrl: origin + ledger,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function verify(...args: readonly string[]) {
  const command = new URL('verify.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [command, ...args])
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', text => {
    said.stdout += text
  })
  child.stderr.on('data', text => {
    said.stderr += text
  })
  const exitCode = await new Promise(resolve => child.on('close', resolve))
  return { exitCode, ...said }
}

async function verdictOnLedger(entries: readonly LedgerEntry[], head = aHead(aLedger())) {
  await using shop = await aShop(entries, head)
  const { exitCode, stdout } = await verify('--ledger', shop.ledgerUrl, '--json')
  const { verified, checks, counters } = JSON.parse(stdout)
  return { exitCode, verified, counters, faults: faultsIn(checks) }
}

const faultsIn = (checks: readonly { fault: string | null; index?: number }[]): string[] =>
  checks.flatMap(({ fault, index }) =>
    fault === null ? [] : index === undefined ? [fault] : [`${index} ${fault}`],
  )

const wrong = (faults: readonly string[]) => ({ exitCode: 1, verified: false, faults })

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

  test('the ledger of another drop, or a head signed as something else, is told', async () => {
    const entries = aLedger().map(entry => ({ ...entry, dropId: dropId.replace(/1$/, '2') }))
    const { counters, ...verdict } = await verdictOnLedger(entries, aHead(entries, 'token'))
    assert.deepEqual(verdict, wrong(['drop_differs', 'head_wrong_type']))
  })
})

suite('verify, for a receipt', { concurrency: 2 }, () => {
  test('it is proven without a network, by the keys that were kept', async () => {
    const { exitCode, stdout } = await verify(await aFile('r.json', aReceipt()), '--jwks', jwksFile)
    assert.equal(exitCode, 0)
    assert.match(
      stdout,
      /✓ The receipt is for entry 4[\s\S]*✓ The head is signed[\s\S]*Verified\.\n$/,
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

suite('verify, called wrongly or in vain', { concurrency: 2 }, () => {
  test('shows its help', async () => {
    const { exitCode, stdout } = await verify('--help')
    assert.equal(exitCode, 0)
    assert.match(stdout, /--ledger URL/)
  })

  for (const args of [[], ['--frob'], ['r', '--ledger', 'http://a'], ['--ledger', 'a']]) {
    test(`ends with 64 and says how it is right after [${args.join(' ')}]`, async () => {
      const { exitCode, stderr } = await verify(...args)
      assert.equal(exitCode, 64)
      assert.match(stderr, /--ledger URL|Name one receipt|--ledger needs an address/)
    })
  }

  test('ends with 66 where there is nothing to judge', async () => {
    const closed = await aShop([], aHead([]))
    await closed[Symbol.asyncDispose]()
    await using shop = await aShop([], aHead([]))
    const receipt = await aFile('r3.json', aReceipt())
    const noReceipt = await aFile('no.json', { position: 1 })
    const noJson = await aFile('no.txt', 'certainly')
    const attempts: readonly (readonly [RegExp, readonly string[]])[] = [
      [/gone\.json cannot be read/, [join(folder, 'gone.json'), '--jwks', jwksFile]],
      [/is not what was expected/, [noReceipt, '--jwks', jwksFile]],
      [/no\.txt cannot be read/, [receipt, '--jwks', noJson]],
      [/answers 404/, ['--ledger', `${shop.origin}/api/drops/${dropId}`]],
      [/cannot be read: connect ECONNREFUSED/, [receipt, '--url', closed.origin]],
    ]
    for (const [why, args] of attempts) {
      const { exitCode, stderr } = await verify(...args)
      assert.match(stderr, why)
      assert.equal(exitCode, 66)
    }
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
