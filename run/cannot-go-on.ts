import { ConfigFault } from '#platform/config.ts'
import {
  DatabaseDamaged,
  DatabaseNewer,
  DatabaseUnavailable,
  DatabaseUnusable,
} from '#platform/database/database.ts'
import { DiscoveryUnusable } from '#platform/discovery/discovery.ts'
import { EventLogUnusable } from '#platform/events/event-log.ts'
import { RedisUnusable } from '#platform/redis/redis-errors.ts'
import { KeyringFault, KeysDamaged } from '#platform/security/keyring.ts'

/** How our commands end where they cannot do what was asked; the numbers of BSD's sysexits. */
export const exitCodes = {
  /** The command line is wrong. */
  usage: 64,
  /** What lies in the database was written by a newer version. */
  newerData: 65,
  /** A file or an address that was named cannot be read. */
  unreadable: 66,
  /** Something that is needed is not there, or is taken. */
  unavailable: 69,
  /** Broken on our side. */
  software: 70,
  /** A file or folder cannot be made or written. */
  cannotCreate: 73,
  /** Not now; the same may work later. */
  tryLater: 75,
  /** The configuration is wrong. */
  configuration: 78,
} as const

type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Why a command cannot go on, in a sentence that says what to do. */
export class CannotGoOn extends Error {
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options)
    this.name = 'CannotGoOn'
    this.exitCode = exitCode
  }
}

/** What to tell the operator about an error, or null where it is a defect of ours. */
export function sentenceFor(error: unknown): CannotGoOn | null {
  if (error instanceof CannotGoOn) return error
  if (
    error instanceof ConfigFault ||
    error instanceof KeyringFault ||
    error instanceof KeysDamaged
  ) {
    return new CannotGoOn(exitCodes.configuration, error.message)
  }
  if (error instanceof DatabaseNewer) {
    return new CannotGoOn(exitCodes.newerData, error.message)
  }
  if (
    error instanceof DatabaseUnusable ||
    error instanceof RedisUnusable ||
    error instanceof DiscoveryUnusable ||
    error instanceof EventLogUnusable
  ) {
    return new CannotGoOn(exitCodes.unavailable, error.message)
  }
  if (error instanceof DatabaseDamaged) {
    return new CannotGoOn(
      exitCodes.unavailable,
      `The file of a database is damaged (${error.message}). Keep a copy of the data folder, look after its disk, and bring the newest backup back: npm run restore.`,
    )
  }
  if (error instanceof DatabaseUnavailable) {
    return new CannotGoOn(
      exitCodes.tryLater,
      `The database cannot be used now (${error.message}). Is its disk full, or another program at its files?`,
    )
  }
  return sentenceForPort(error)
}

function sentenceForPort(error: unknown): CannotGoOn | null {
  const { code, port, address } = (error ?? {}) as {
    code?: string
    port?: number
    address?: string
  }
  if (port === undefined) return null
  if (code === 'EADDRINUSE') {
    return new CannotGoOn(
      exitCodes.unavailable,
      `Port ${port} is taken. Stop the program that listens there, or set HTTP_PORT (or PRIVATE_PORT) to another port.`,
    )
  }
  if (code === 'EACCES') {
    return new CannotGoOn(
      exitCodes.unavailable,
      `Port ${port} may not be opened by this user. Set HTTP_PORT (or PRIVATE_PORT) to one above 1023.`,
    )
  }
  return new CannotGoOn(
    exitCodes.unavailable,
    `Port ${port} on ${address} cannot be opened (${code}). Set HTTP_PORT (or PRIVATE_PORT) to another port.`,
  )
}
