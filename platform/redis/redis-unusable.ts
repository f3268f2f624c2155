import { RedisIsReplica, RedisUnusable } from './redis-errors.ts'

/** Why a process cannot begin with the Redis of this URL, in a sentence. */
export function unusable(url: string, cause: unknown): RedisUnusable {
  const { hostname, port, pathname } = new URL(url)
  const where = `${hostname}:${port || 6379}`
  const said = cause instanceof Error ? cause.message : String(cause)
  if (isForbidden(cause)) {
    return new RedisUnusable(
      `Redis at ${where} does not let this user ask what the shop has to (${said}). Let it (ACL SETUSER … +@all ~* &*), or give another in REDIS_URL.`,
      cause,
    )
  }
  if (lacksDatabase(cause)) {
    return new RedisUnusable(
      `Redis at ${where} has no database ${pathname.slice(1)} (${said}). Give the number of one that it has in REDIS_URL, or none.`,
      cause,
    )
  }
  if (isDenied(cause)) {
    return new RedisUnusable(
      `Redis at ${where} refuses the user or the password. Correct them in REDIS_URL (redis://user:password@host:port).`,
      cause,
    )
  }
  if (cause instanceof RedisIsReplica) {
    return new RedisUnusable(
      `Redis at ${where} is a replica, which takes no writes. Give the address of its primary in REDIS_URL.`,
      cause,
    )
  }
  return new RedisUnusable(
    `No Redis answers at ${where} (${said}). Start it, or correct REDIS_URL.`,
    cause,
  )
}

/** Another attempt would be refused in the same way. */
export const isDenied = (error: unknown): boolean =>
  lacksDatabase(error) ||
  (error instanceof Error && /^(WRONGPASS|NOAUTH|NOPERM)/.test(error.message))

const isForbidden = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('NOPERM')

const lacksDatabase = (error: unknown): boolean =>
  error instanceof Error &&
  /^ERR (DB index|invalid DB index|SELECT is not allowed)/.test(error.message)
