import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import type { LedgerEntry, Receipt, SignedHead } from '#contracts/ledger.ts'
import { canonicalJson } from '#platform/security/canonical-json.ts'
import { signCompact } from '#platform/security/jws.ts'
import { keyringFromText, newKeyringText, publicJwks } from '#platform/security/keyring.ts'
import { leafHash } from '#platform/security/merkle-hash.ts'
import { appendLeaves, emptyFrontier } from '#platform/security/merkle-tree.ts'

export const dropId = '01990000-0000-7000-8000-000000000001'
export const keyring = keyringFromText(newKeyringText())
export const folder = await mkdtemp(join(tmpdir(), 'verify-'))
after(() => rm(folder, { recursive: true }))

export const jwksFile = await aFile('jwks.json', publicJwks(keyring))

/** A drop of five units: eight come, some pay, one lets go, one is served from the line. */
export function aLedger(): LedgerEntry[] {
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

export function aHead(entries: readonly LedgerEntry[], typ = 'ledger-head'): SignedHead {
  const rootHash = treeOf(entries).rootHash.toString('hex')
  const claims = { dropId, size: entries.length, rootHash, atMs: 2_000 }
  return { ...claims, jws: signCompact(canonicalJson(claims), keyring.signing[0], typ) }
}

export function aReceipt(index = 4, entries: readonly LedgerEntry[] = aLedger()): Receipt {
  const [entry = assert.fail()] = entries.slice(index)
  return { entry, index, path: treeOf(entries).pathHexOf(index), head: aHead(entries) }
}

export async function aFile(name: string, content: unknown): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

/**
 * A shop that serves these entries, five a page, whatever it signed, and says that this proves its
 * growth; busy when first asked.
 */
export async function aShop(
  entries: readonly LedgerEntry[],
  head: SignedHead,
  growth?: { readonly path: readonly string[] },
) {
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
      [`${ledger}/consistency`]: growth,
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

export async function verify(...args: readonly string[]) {
  const command = new URL('../verify.ts', import.meta.url).pathname
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

/** The names of the faults, each with the entry that it is about. */
export const faultsIn = (checks: readonly { fault: string | null; index?: number }[]): string[] =>
  checks.flatMap(({ fault, index }) =>
    fault === null ? [] : index === undefined ? [fault] : [`${index} ${fault}`],
  )
