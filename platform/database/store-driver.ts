import type { DatabaseConnection, Driver } from 'kysely'

/** Lets Kysely work inside the transaction in which a store runs, and begin none of its own. */
export function driverOver(connection: DatabaseConnection): Driver {
  return {
    init: async () => undefined,
    acquireConnection: async () => connection,
    releaseConnection: async () => undefined,
    beginTransaction: async () => refuseNesting(),
    commitTransaction: async () => refuseNesting(),
    rollbackTransaction: async () => refuseNesting(),
    destroy: async () => undefined,
  }
}

function refuseNesting(): never {
  throw new Error('a store runs inside one transaction already')
}

export function refuseStreaming(): never {
  throw new Error('lists have a limit here, so nothing is streamed')
}
