import { logTables } from '#platform/events/log-procedures.ts'
import type { EventTables } from './database.ts'

type Call = (kind: 'read' | 'write', name: string) => (input: unknown) => Promise<never>

/** The event tables of a database, whose procedures are called by their name. */
export function eventTables(call: Call, onAnnounced: EventTables['onAnnounced']): EventTables {
  return {
    readOutbox: call('read', 'readOutbox'),
    readAnnounced: call('read', 'readAnnounced'),
    readCursor: call('read', 'readCursor'),
    listDeadLetters: call('read', 'listDeadLetters'),
    consume: call('write', 'consume'),
    consumeOrBury: call('write', 'consumeOrBury'),
    pruneOutbox: call('write', 'pruneOutbox'),
    countDeadLetters: call('read', 'countDeadLetters'),
    measureUnheard: call('read', 'measureUnheard'),
    ...logTables(name => call('write', name)),
    onAnnounced,
  }
}
