import { argon2Sync } from 'node:crypto'
import { existsSync, readlinkSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'
import { basename } from 'node:path'
import { parentPort } from 'node:worker_threads'
import type { Derivation, Derived } from './password-threads.ts'

/**
 * Where passwords are hashed: a thread of low priority, so that a rush of logins takes what a drop
 * leaves. 10 is a tenth of the share of the others where all want the processor, all of it where
 * none does. Linux alone knows priorities of threads.
 */
const NICENESS = 10
const OWN_THREAD = '/proc/thread-self'

if (existsSync(OWN_THREAD)) {
  const thread = Number(basename(readlinkSync(OWN_THREAD)))
  // Whoever was started with less may not have more.
  if (getPriority(thread) < NICENESS) setPriority(thread, NICENESS)
}

parentPort?.on('message', (derivation: Derivation) => parentPort?.postMessage(derive(derivation)))

function derive(derivation: Derivation): Derived {
  try {
    return { tag: argon2Sync('argon2id', derivation) }
  } catch (error) {
    return { error }
  }
}
