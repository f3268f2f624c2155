import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis as Client } from 'ioredis'
import { RedisIsReplica } from './redis-errors.ts'
import { readServerInfo } from './redis-server-info.ts'

const REST_WHILE_LOADING_MS = 250

/**
 * The run of the server behind a new connection, once it has read its data. Throws where it is a
 * replica, or lacks the database that was asked for: the client would go on in database 0.
 */
export async function whoAnswers(
  client: Pick<Client, 'info' | 'select'>,
  { database, rest = () => sleep(REST_WHILE_LOADING_MS) }: Wanted,
): Promise<string> {
  for (;;) {
    const { run, isReplica, isLoading } = readServerInfo(await client.info())
    if (isReplica) throw new RedisIsReplica()
    if (!isLoading) {
      if (database !== 0) await client.select(database)
      return run
    }
    await rest()
  }
}

type Wanted = {
  readonly database: number
  readonly rest?: () => Promise<unknown>
}
