import { createHmac } from 'node:crypto'
import type { Keyring } from '#platform/security/keyring.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'

/** What a shop keeps of a key: who has the key can tell that it is this one, and nobody can make it of it. */
export type KeyPrint = { readonly id: string; readonly print: string }

/** Of the keys that all processes of a shop must share. */
export type KeyPrints = {
  readonly index: string
  /** The first seals. */
  readonly encryption: readonly [KeyPrint, ...KeyPrint[]]
  /** The first signs. */
  readonly signing: readonly [KeyPrint, ...KeyPrint[]]
  readonly internal: string
}

/** What a process that runs tells of its keys. */
export type HeldPrints = {
  /** By which an operator finds it; null where a process of an older version tells none. */
  readonly name: string | null
  /** Of ENCRYPTION_KEYS, the one that seals first. */
  readonly encryption: readonly string[]
  /** Of SIGNING_KEYS, the one that signs first; none where a process of an older version tells none. */
  readonly signing: readonly string[]
  readonly internal: string | null
  /** The Kafka that it speaks with, by its own id; null of one that speaks with none, or tells none. */
  readonly kafka: string | null
}

/** What is known of the keys of a shop's data and processes. */
export type KnownPrints = {
  /** Null where no process has begun yet. */
  readonly index: string | null
  /** Those that texts may be sealed with. */
  readonly sealing: readonly KeyPrint[]
  /** Those that a process of the shop has ever signed with. */
  readonly signing: readonly KeyPrint[]
  readonly held: readonly HeldPrints[]
}

export function printsOf({ encryption, signing, indexKey, internalKey }: Keyring): KeyPrints {
  const sealing = ({ id, key }: Keyring['encryption'][0]) => ({ id, print: printOf(key) })
  const signed = ({ kid, privateKey }: Keyring['signing'][0]) => ({
    id: kid,
    print: printOf(privateKey.export({ format: 'der', type: 'pkcs8' })),
  })
  const [seals, ...opens] = encryption
  const [signs, ...verifies] = signing
  return {
    index: printOf(indexKey),
    encryption: [sealing(seals), ...opens.map(sealing)],
    signing: [signed(signs), ...verifies.map(signed)],
    internal: printOf(internalKey),
  }
}

/** Keys hold 32 random bytes: their HMAC of a word that all know tells nothing of them. */
const printOf = (key: Buffer): string =>
  createHmac('sha256', key).update('firstcome key print').digest('hex').slice(0, 32)

/** Why nobody may work on a shop with these keys, and what to do; null where all is well. */
export function refusalOf(own: KeyPrints, known: KnownPrints): CannotGoOn | null {
  if (known.index !== null && known.index !== own.index) {
    return wrong(
      'INDEX_KEY is not the one of this shop: none of its members would be found. ' +
        'Set it as it was, and as every other process has it',
    )
  }
  for (const { id } of known.sealing) {
    if (own.encryption.some(each => each.id === id)) continue
    return wrong(
      `ENCRYPTION_KEYS lacks the key ${id}, which data of this shop are encrypted with. ` +
        'Put it back at the end of the list; it may go when npm run rotate-keys has ended well',
    )
  }
  return (
    refusalOfName(known.sealing, own.encryption, {
      setting: 'ENCRYPTION_KEYS',
      use: 'data of this shop are encrypted with',
    }) ??
    refusalOfName(known.signing, own.signing, {
      setting: 'SIGNING_KEYS',
      use: 'this shop has signed receipts with',
    }) ??
    refusalByOthers(own, known.held)
  )
}

/** Why nobody may join those with this Kafka; null where all is well, and for who speaks with none. */
export function refusalOfKafka(own: string | null, held: readonly HeldPrints[]): CannotGoOn | null {
  const others = held.filter(({ kafka }) => kafka !== null && kafka !== own)
  if (own === null || others.length === 0) return null
  const theirs = [...new Set(others.map(({ kafka }) => kafka))].join(', ')
  return because(
    exitCodes.configuration,
    others,
    `EVENTS_URL leads to the Kafka ${own}, and ${processes(others)} of this shop ` +
      `${does(others, 'speaks', 'speak')} with the Kafka ${theirs}: what one announces the other would ` +
      'never hear. Set it as every other process has it; to move to another Kafka, end all of them ' +
      'when no outbox holds anything, then start all with the new one',
  )
}

/**
 * Why data are not encrypted anew with the first of these keys; null where all is well. A process that
 * goes on with another would leave texts behind that nobody reads when that one is taken out.
 */
export function refusalToRotate(own: KeyPrints, known: KnownPrints): CannotGoOn | null {
  const refusal = refusalOf(own, known)
  if (refusal !== null) return refusal
  const [{ id, print }] = own.encryption
  const others = known.held.filter(each => each.encryption[0] !== print)
  if (others.length === 0) return null
  return because(
    exitCodes.tryLater,
    others,
    `${processes(others)} of this shop ${does(others, 'encrypts', 'encrypt')} with another key than ` +
      `${id}, which ENCRYPTION_KEYS begins with here. Set it alike in all, start every process of the ` +
      'shop again, then start this again',
  )
}

/** Whether nothing that the shop has signed until now can be verified by the keys that a process has. */
export const isStrangerToReceipts = (own: KeyPrints, { signing }: KnownPrints): boolean =>
  signing.length > 0 && !signing.some(({ print }) => own.signing.some(key => key.print === print))

/** One name is one key for ever: whoever reads the name could not tell which is meant. */
function refusalOfName(
  known: readonly KeyPrint[],
  own: readonly KeyPrint[],
  { setting, use }: { readonly setting: string; readonly use: string },
): CannotGoOn | null {
  const taken = known.find(({ id, print }) => own.some(key => key.id === id && key.print !== print))
  if (taken === undefined) return null
  const { id } = taken
  return wrong(
    `The key ${id} of ${setting} is not the ${id} which ${use}. ` +
      'Set it as it was, and give a new key a name of its own',
  )
}

function refusalByOthers(
  { encryption: [seals], signing, internal }: KeyPrints,
  held: readonly HeldPrints[],
): CannotGoOn | null {
  const [signs] = signing
  // What an older version does not tell is no ground to refuse.
  const telling = held.filter(each => each.signing.length > 0)
  const strangers = telling.filter(each => each.internal !== internal)
  if (strangers.length > 0) {
    return because(
      exitCodes.configuration,
      strangers,
      `INTERNAL_KEY is not the one that ${processes(strangers)} of this shop ${does(strangers, 'has', 'have')}: ` +
        'they would not answer each other. Set it as every other process has it; to change it, end ' +
        'all of them, then start all with the new one',
    )
  }
  const unverified = telling.filter(each => !signing.some(key => key.print === each.signing[0]))
  if (unverified.length > 0) {
    return because(
      exitCodes.configuration,
      unverified,
      `SIGNING_KEYS lacks the key that ${processes(unverified)} of this shop ` +
        `${does(unverified, 'signs', 'sign')} with: receipts and tokens of one would be ` +
        'false to the other. Set it as every other process has it; an old key may go when all of ' +
        'them sign with another',
    )
  }
  return (
    refusalOfFirst(seals, {
      lacking: held.filter(each => !each.encryption.includes(seals.print)),
      ...{ setting: 'ENCRYPTION_KEYS', harm: 'what is encrypted with it could not be read there' },
    }) ??
    refusalOfFirst(signs, {
      lacking: telling.filter(each => !each.signing.includes(signs.print)),
      ...{
        setting: 'SIGNING_KEYS',
        harm: 'receipts and tokens signed with it would be false there',
      },
    })
  )
}

type First = {
  readonly setting: string
  readonly harm: string
  readonly lacking: readonly HeldPrints[]
}

function refusalOfFirst({ id }: KeyPrint, { setting, harm, lacking }: First): CannotGoOn | null {
  if (lacking.length === 0) return null
  return because(
    exitCodes.tryLater,
    lacking,
    `${setting} begins with the key ${id}, which ${processes(lacking)} of this shop did not have ` +
      `at the start, or had another of that name: ${harm}. First put it at the end of the list and ` +
      'start every process again, then put it first and start them again',
  )
}

/** So many are named; with more than that an operator looks at all. */
const NAMED = 5

/** A refusal because of processes that run, as far as is known. */
function because(
  exitCode: CannotGoOn['exitCode'],
  who: readonly HeldPrints[],
  sentence: string,
): CannotGoOn {
  const names = who.flatMap(({ name }) => name ?? []).toSorted()
  const more = names.length > NAMED ? [`${names.length - NAMED} more`] : []
  const list = new Intl.ListFormat('en').format([...names.slice(0, NAMED), ...more])
  const told = names.length > 0 ? `${does(who, 'That is', 'Those are')} ${list}. ` : ''
  return new CannotGoOn(
    exitCode,
    `${sentence}. ${told}Of a process that was killed this is known for a minute, or, in a data ` +
      'folder, until it is opened again (docs/keys.md).',
  )
}

const processes = ({ length: count }: readonly HeldPrints[]): string =>
  count === 1 ? 'one running process' : `${count} running processes`

const does = ({ length: count }: readonly HeldPrints[], one: string, more: string): string =>
  count === 1 ? one : more

const wrong = (sentence: string): CannotGoOn =>
  new CannotGoOn(exitCodes.configuration, `${sentence} (docs/keys.md).`)
