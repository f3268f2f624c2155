import {
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { type ReplayWindow, replayWindow } from './replay-window.ts'

/**
 * Services know each other by INTERNAL_KEY. No clock is asked, because clocks differ: a server says
 * a random epoch, proving that it has the key; a client names itself by random bytes; from both
 * comes a key of their own, under which the client counts its messages. A message is vouched for by
 * its path, number and body together, and each number is taken once. So nothing that was recorded
 * can be said again, to this process or to another, now or after a restart. What is not promised
 * here is secrecy: between machines that is TLS's affair.
 */
export const PROOF_HEADER = 'firstcome-proof'

/** What a server answers to a client that introduces itself. */
export type Introduction = { readonly epoch: string; readonly proof: string }

/** Vouches for the messages of one client to one server. */
export type Sealer = (path: string, body: Buffer) => string

/** The half of a server. */
type ProofDesk = {
  introduce(client: string): Introduction
  /** Whether somebody who has the key said this, now and for the first time. */
  accepts(proof: string, path: string, body: Buffer): boolean
}

type Session = { readonly key: KeyObject; readonly window: ReplayWindow }

/** Sessions of one epoch. The next begins after these, and with the last but one they are forgotten. */
const SESSIONS_PER_EPOCH = 1_000

const NAME = /^[\w-]{22}$/
const PROOF = /^([\w-]{22})\.([\w-]{22})\.(\d{1,16})\.([\w-]{43})$/

const newName = () => randomBytes(16).toString('base64url')

export function proofDesk(internalKey: Buffer): ProofDesk {
  const root = createSecretKey(internalKey)
  let now = { name: newName(), sessions: new Map<string, Session>() }
  let before = now

  /** A session is kept only when its first message proved true, so strangers take no room. */
  function keep(epoch: typeof now, client: string, session: Session): void {
    epoch.sessions.set(client, session)
    if (epoch === now && now.sessions.size >= SESSIONS_PER_EPOCH) {
      before = now
      now = { name: newName(), sessions: new Map() }
    }
  }

  return {
    introduce: client => ({ epoch: now.name, proof: proofOfServer(root, now.name, client) }),

    accepts(proof, path, body) {
      const [, epochName, client, sequence, mac] = PROOF.exec(proof) ?? []
      if (!epochName || !client || !sequence || !mac) return false
      const epoch = epochName === now.name ? now : before
      if (epochName !== epoch.name) return false
      const known = epoch.sessions.get(client)
      const key = known?.key ?? sessionKey(root, epochName, client)
      if (!isSame(macOf(key, sequence, path, body), mac)) return false
      const session = known ?? { key, window: replayWindow() }
      if (known === undefined) keep(epoch, client, session)
      return session.window.take(Number(sequence))
    },
  }
}

/** A client's name, made anew for each introduction. */
export const newClientName = newName

export const isClientName = (name: unknown): name is string =>
  typeof name === 'string' && NAME.test(name)

/** The client's half, after the introduction; null where the server has not the same key. */
export function sealerFor(
  internalKey: Buffer,
  client: string,
  { epoch, proof }: Introduction,
): Sealer | null {
  const root = createSecretKey(internalKey)
  if (!NAME.test(epoch) || !isSame(proofOfServer(root, epoch, client), proof)) return null
  const key = sessionKey(root, epoch, client)
  let count = 0
  return (path, body) => {
    const sequence = String(++count)
    return `${epoch}.${client}.${sequence}.${macOf(key, sequence, path, body)}`
  }
}

function proofOfServer(root: KeyObject, epoch: string, client: string): string {
  return createHmac('sha256', root).update(`server ${epoch} ${client}`).digest('base64url')
}

function sessionKey(root: KeyObject, epoch: string, client: string): KeyObject {
  return createSecretKey(createHmac('sha256', root).update(`session ${epoch} ${client}`).digest())
}

/** A path has no line break, so nothing of it can be taken for something of the body. */
function macOf(key: KeyObject, sequence: string, path: string, body: Buffer): string {
  return createHmac('sha256', key).update(`${sequence} ${path}\n`).update(body).digest('base64url')
}

function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected, 'latin1'), Buffer.from(given, 'latin1')]
  return a.length === b.length && timingSafeEqual(a, b)
}
