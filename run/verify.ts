import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { type Static, Type } from 'typebox'
import type { LedgerReplay } from '#contracts/ledger-rules/replay-ledger.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { command } from './command.ts'
import {
  type Check,
  checkAnswer,
  checkGrowth,
  checkLedger,
  checkPast,
  checkReceipt,
  type Head,
  type Keys,
  ReceiptProof,
  unprovenIn,
} from './ledger/ledger-checks.ts'
import { readJson, shaped, Unreadable } from './ledger/read-json.ts'
import { below, type LedgerPlace, readHead, readLedger } from './ledger/read-ledger.ts'
import { placeNamed } from './place-named.ts'

const help = `
npm run verify -- receipt.json [--jwks FILE | --url URL] [--json]
npm run verify -- --ledger URL|FILE [--jwks FILE | --url URL] [--json]
npm run verify -- receipt.json --ledger URL|FILE [--jwks FILE | --url URL] [--json]

Checks a receipt; or downloads the whole ledger of a drop, checks it and replays it; or, with both,
checks that the ledger of now only adds to that of the receipt, by a proof of a few lines. Trusts
nothing but the public keys of the shop.

  receipt.json   a receipt, or the answer to a reservation, which has one in it
  --ledger URL   the ledger of a drop, such as http://localhost:8080/api/drops/<dropId>/ledger, or
                 the file that the page http://localhost:8080/drops/<dropId>/ledger gives
  --jwks FILE    the keys, as /.well-known/jwks.json gave them: with them a receipt needs no network
  --url URL      the shop that gives the keys; if not told, the one that serves the ledger, and
                 http://localhost:8080 for a file
  --json         prints the outcome as JSON
`

const NOT_PROVEN = 1

const endings = {
  0: 'where everything is proven',
  [NOT_PROVEN]: 'where a proof is wrong (each fault by its name)',
  [exitCodes.unreadable]: 'where something cannot be read or fetched, or is nothing to judge',
}

const options = {
  ledger: { type: 'string' },
  jwks: { type: 'string' },
  url: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

const LOCAL_SHOP = 'http://localhost:8080'
/** One fault may cast many shadows; so many are printed. JSON has them all. */
const PRINTED_FAULTS = 50

const GrowthProof = Type.Object({ path: Type.Array(Type.String()) })
const Jwks = Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.Unknown())) })

type Line = {
  readonly receiptFile: string | null
  readonly ledger: LedgerPlace | null
  readonly jwksFile: string | null
  /** Where the keys are, where they are in no file. */
  readonly shopUrl: URL
}

type Verdict = {
  readonly checks: readonly Check[]
  readonly counters: LedgerReplay['counters'] | null
  /** What stands beside a receipt, and is no part of what it proves. */
  readonly unproven: readonly string[]
}

type Values = {
  readonly ledger?: string | undefined
  readonly jwks?: string | undefined
  readonly url?: string | undefined
}

function readLine({ ledger, jwks, url }: Values, files: readonly string[]): Line {
  const [receiptFile = null, ...more] = files
  if (more.length > 0 || (receiptFile === null && ledger === undefined)) {
    throw wrongUsage('Name one receipt, or one --ledger, or both; --help tells how.')
  }
  if (jwks !== undefined && url !== undefined) {
    throw wrongUsage('The keys come from --jwks or from --url, not from both.')
  }
  const ledgerUrl = ledger === undefined ? null : urlIn(ledger)
  return {
    receiptFile: receiptFile === null ? null : placeNamed(receiptFile),
    ledger: ledgerUrl ?? (ledger === undefined ? null : placeNamed(ledger)),
    jwksFile: jwks === undefined ? null : placeNamed(jwks),
    shopUrl: url === undefined ? (ledgerUrl ?? new URL(LOCAL_SHOP)) : shopUrlOf(url),
  }
}

function shopUrlOf(text: string): URL {
  const url = urlIn(text)
  if (url !== null) return url
  throw wrongUsage(`--url needs an address such as ${LOCAL_SHOP}, not ${text}.`)
}

function urlIn(text: string): URL | null {
  const url = URL.parse(text)
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : null
}

const wrongUsage = (sentence: string) => new CannotGoOn(exitCodes.usage, sentence)

async function judge({ receiptFile, ledger, jwksFile, shopUrl }: Line): Promise<Verdict> {
  const receipt = receiptFile === null ? null : await readJson(receiptFile)
  const keys = await readKeys(jwksFile ?? new URL('/.well-known/jwks.json', shopUrl))
  if (receiptFile !== null) return judgeReceipt({ file: receiptFile, read: receipt }, ledger, keys)
  assert(ledger !== null, 'a line names a receipt, or a ledger')
  const { head, entries, dropId } = await readLedger(ledger)
  return { ...checkLedger(entries, head, dropId, keys), unproven: [] }
}

type Read = { readonly file: string; readonly read: unknown }

async function judgeReceipt({ file, read }: Read, ledger: LedgerPlace | null, keys: Keys) {
  const answer = shaped(Type.Object({}), read, file)
  const hasReceipt = 'receipt' in answer
  const receipt = shaped(ReceiptProof, hasReceipt ? answer.receipt : answer, file)
  const checks = checkReceipt(receipt, keys)
  if (hasReceipt) checks.push(...checkAnswer(answer, receipt))
  if (ledger !== null) checks.push(...(await judgeGrowth(ledger, receipt.head, keys)))
  return { checks, counters: null, unproven: hasReceipt ? unprovenIn(answer) : [] }
}

/** Whether the ledger has stayed what it was when this head was signed, but for what came since. */
async function judgeGrowth(
  place: LedgerPlace,
  older: Static<typeof Head>,
  keys: Keys,
): Promise<Check[]> {
  if (typeof place === 'string') {
    const ledger = await readLedger(place)
    if (ledger.dropId === older.dropId && ledger.head.size < older.size) throw isOlder(place)
    return checkPast(older, ledger, keys)
  }
  const newer = await readHead(place)
  // A shop proves no growth to what is smaller; the check says what is wrong then.
  if (newer.size < older.size) return checkGrowth({ older, newer, path: [] }, keys)
  const proofUrl = below(place, 'consistency')
  proofUrl.searchParams.set('from', String(older.size))
  proofUrl.searchParams.set('to', String(newer.size))
  const { path } = shaped(GrowthProof, await readJson(proofUrl), proofUrl)
  return checkGrowth({ older, newer, path }, keys)
}

// A shop may not shrink its ledger; a file stays what it was when it was saved.
const isOlder = (file: string): Unreadable =>
  new Unreadable(
    `${file} is older than the receipt, and says nothing of it. Save the ledger anew, or name its address.`,
  )

/** The keys of a JWKS (RFC 7517) that can have signed a ledger. */
async function readKeys(place: string | URL): Promise<Keys> {
  const told = await readJson(place).catch((error: unknown) => {
    if (typeof place === 'string' || !(error instanceof Unreadable)) throw error
    const sentence = `${error.message} Name the shop with --url, or a file of its keys with --jwks.`
    throw new Unreadable(sentence, { cause: error })
  })
  const { keys } = shaped(Jwks, told, place)
  try {
    return new Map(
      keys.flatMap(({ kid, crv, x }) => {
        if (crv !== 'Ed25519' || typeof kid !== 'string' || typeof x !== 'string') return []
        return [[kid, createPublicKey({ key: { kty: 'OKP', crv, x }, format: 'jwk' })]]
      }),
    )
  } catch (error) {
    throw new Unreadable(`${place} has a key that is none.`, { cause: error })
  }
}

const isFault = (check: Check): boolean => check.fault !== null

function print({ checks, counters, unproven }: Verdict, asJson: boolean): void {
  const faults = checks.filter(isFault)
  if (asJson) {
    console.log(
      JSON.stringify({ verified: faults.length === 0, checks, counters, unproven }, null, 2),
    )
    return
  }
  for (const { sentence } of checks.filter(check => !isFault(check))) say(`✓ ${sentence}`)
  for (const { fault, index, sentence } of faults.slice(0, PRINTED_FAULTS)) {
    say(`✗ ${fault}${index === undefined ? '' : `, entry ${index}`}: ${sentence}`)
  }
  if (faults.length > PRINTED_FAULTS) console.log(`… and ${faults.length - PRINTED_FAULTS} more.`)
  if (unproven.length > 0) {
    say(`– No receipt proves these, the shop alone says so: ${unproven.join(', ')}.`)
  }
  console.log(faults.length === 0 ? 'Verified.' : `Not verified. Faults: ${faults.length}.`)
}

// What was downloaded is quoted in some sentences; it must not steer the terminal.
const say = (sentence: string): void => console.log(sentence.replaceAll(/\p{Cc}/gu, '\ufffd'))

if (import.meta.main) {
  const definition = { help, endings, options, arguments: true }
  await command(definition, async ({ values: { json, ...values }, positionals }) => {
    const verdict = await judge(readLine(values, positionals))
    print(verdict, json)
    if (verdict.checks.some(isFault)) process.exitCode = NOT_PROVEN
  })
}
