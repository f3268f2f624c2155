/** What matters here of what a Redis tells of itself. */
type RedisServerInfo = {
  /** Another run of a server may know nothing, or what was true once. */
  readonly run: string
  /** It takes no writes, and what it knows is what another has told it. */
  readonly isReplica: boolean
  /** It reads its data from disk still, and refuses most of what it is asked. */
  readonly isLoading: boolean
}

/** Reads the answer to `INFO`. */
export const readServerInfo = (info: string): RedisServerInfo => ({
  run: /^run_id:(\w+)/m.exec(info)?.[1] ?? 'not told',
  isReplica: /^role:slave\b/m.test(info),
  isLoading: /^loading:1\b/m.test(info),
})

/**
 * An answer that only a replica gives: after a failover the primary is elsewhere, and this
 * connection, which nothing else ends, leads to the wrong one for ever.
 */
export const isReplicasAnswer = ({ message }: Error): boolean =>
  /^(READONLY|MASTERDOWN)\b|-READONLY\b/.test(message)
