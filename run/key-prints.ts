import { createHmac } from 'node:crypto'
import type { Keyring } from '#platform/security/keyring.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'

/** What a shop keeps of a key: who has the key can tell that it is this one, and nobody can make it of it. */
export type KeyPrint = { readonly id: string; readonly print: string }

/** Of the keys that all processes of a shop must share, or its data are lost to some of them. */
export type KeyPrints = {
  readonly index: string
  /** The first seals. */
  readonly encryption: readonly [KeyPrint, ...KeyPrint[]]
}

/** What is known of the keys of a shop's data and processes. */
export type KnownPrints = {
  /** Null where no process has begun yet. */
  readonly index: string | null
  /** Those that texts may be sealed with. */
  readonly sealing: readonly KeyPrint[]
  /** Of each process that runs, the prints of its ENCRYPTION_KEYS, the one that seals first. */
  readonly held: readonly (readonly string[])[]
}

export function printsOf({ encryption: [first, ...others], indexKey }: Keyring): KeyPrints {
  const named = ({ id, key }: typeof first) => ({ id, print: printOf(key) })
  return { index: printOf(indexKey), encryption: [named(first), ...others.map(named)] }
}

/** Keys are of 32 random bytes: their HMAC of a word that all know tells nothing of them. */
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
  for (const { id, print } of known.sealing) {
    const same = own.encryption.find(each => each.id === id)
    if (same === undefined) {
      return wrong(
        `ENCRYPTION_KEYS lacks the key ${id}, which data of this shop are encrypted with. ` +
          'Put it back at the end of the list; it may go when npm run rotate-keys has ended well',
      )
    }
    if (same.print !== print) {
      return wrong(
        `The key ${id} of ENCRYPTION_KEYS is not the ${id} which data of this shop are encrypted ` +
          'with. Set it as it was, and give a new key a name of its own',
      )
    }
  }
  return refusalByOthers(own, known)
}

function refusalByOthers(
  { encryption: [first] }: KeyPrints,
  { held }: KnownPrints,
): CannotGoOn | null {
  const without = held.filter(prints => !prints.includes(first.print)).length
  if (without === 0) return null
  const processes = without === 1 ? 'one running process' : `${without} running processes`
  return new CannotGoOn(
    exitCodes.tryLater,
    `ENCRYPTION_KEYS begins with the key ${first.id}, which ${processes} of this shop did not have ` +
      'at the start: what is encrypted with it could not be read there. First put it at the end of ' +
      'the list and start every process again, then put it first and start them again. Of a process ' +
      'that was killed this is known for a minute, or until the data folder is opened again ' +
      '(docs/keys.md).',
  )
}

const wrong = (sentence: string): CannotGoOn =>
  new CannotGoOn(exitCodes.configuration, `${sentence} (docs/keys.md).`)
