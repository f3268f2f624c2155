import assert from 'node:assert/strict'
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { Problem } from '#contracts/problems.ts'
import { type Derivation, passwordThreads } from './password-threads.ts'

export type Passwords = {
  /** The password as a PHC string, to be stored. A new salt each time. */
  hash(password: string): Promise<string>
  /** Whether it is the password that `phc` was made of, compared in constant time. */
  verify(password: string, phc: string): Promise<boolean>
  /** Takes as long as `verify` where there is no account, so that the time tells nothing. */
  verifyAgainstNobody(password: string): Promise<false>
}

type Cost = { readonly memoryKib: number; readonly passes: number; readonly lanes: number }

type Stored = { readonly cost: Cost; readonly salt: Buffer; readonly tag: Buffer }

/** OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane. About 40 ms of one core. */
const FIRST_CHOICE: Cost = { memoryKib: 19_456, passes: 2, lanes: 1 }
const SALT_BYTES = 16
const TAG_BYTES = 32

/**
 * Hashes passwords with argon2id (RFC 9106), `concurrent` at a time, while at most `waiting` others
 * wait. One more is refused with `try_again`: a rush of logins must cost neither all the memory
 * nor the processor, of which it gets what others leave (`password-thread.ts`). A new hash costs
 * `cost`; one that is verified, what it cost when it was made.
 */
export function passwords({
  concurrent,
  waiting,
  cost = FIRST_CHOICE,
}: {
  readonly concurrent: number
  readonly waiting: number
  readonly cost?: Cost
}): Passwords {
  const inTurn = queue(concurrent, waiting)
  const derive = passwordThreads()
  const nobody = phcString({
    cost,
    salt: randomBytes(SALT_BYTES),
    tag: randomBytes(TAG_BYTES),
  })

  async function verify(password: string, phc: string): Promise<boolean> {
    const stored = readPhc(phc)
    const tag = await inTurn(() => derive(askFor(password, stored, stored.tag.length)))
    return timingSafeEqual(tag, stored.tag)
  }

  return {
    verify,
    async hash(password) {
      const salt = randomBytes(SALT_BYTES)
      const tag = await inTurn(() => derive(askFor(password, { salt, cost }, TAG_BYTES)))
      return phcString({ cost, salt, tag })
    },
    async verifyAgainstNobody(password) {
      await verify(password, nobody)
      return false
    },
  }
}

function askFor(
  password: string,
  { salt, cost }: Omit<Stored, 'tag'>,
  tagBytes: number,
): Derivation {
  return {
    // The same characters, typed on another keyboard, may come as other code points: NFKC makes
    // them one (NIST SP 800-63B, 3.1.1.2).
    message: password.normalize('NFKC'),
    nonce: salt,
    memory: cost.memoryKib,
    passes: cost.passes,
    parallelism: cost.lanes,
    tagLength: tagBytes,
  }
}

/** https://github.com/P-H-C/phc-string-format: base64 without padding. */
function phcString({ cost: { memoryKib, passes, lanes }, salt, tag }: Stored): string {
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(tag)}`
}

/** The cost is the stored one: a hash outlives a change of ours. */
function readPhc(phc: string): Stored {
  const fields =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc)
  assert(fields !== null, 'what is stored as a password is no argon2id hash')
  const [, memoryKib, passes, lanes, salt = '', tag = ''] = fields
  return {
    cost: { memoryKib: Number(memoryKib), passes: Number(passes), lanes: Number(lanes) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}

/** Runs at most `concurrent` at a time in the order of coming, and refuses beyond `waiting`. */
function queue(concurrent: number, waiting: number) {
  const line: (() => void)[] = []
  let running = 0

  return async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (running < concurrent) running += 1
    else if (line.length < waiting) await new Promise<void>(resolve => line.push(resolve))
    else throw new Problem('try_again')
    try {
      return await work()
    } finally {
      // The place is handed on, not freed: nobody who comes in between can take it.
      const next = line.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
