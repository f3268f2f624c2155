/** Redis cannot take this now: gone, hanging, full. Whether it did something is not known. */
export class RedisUnavailable extends Error {
  override readonly name = 'RedisUnavailable'

  constructor(cause: unknown) {
    super('Redis cannot be asked now', { cause })
  }
}

/** There is no Redis to work with, and what to do about it. */
export class RedisUnusable extends Error {
  override readonly name = 'RedisUnusable'

  constructor(sentence: string, cause: unknown) {
    super(sentence, { cause })
  }
}

/** Whoever answers there takes no writes: the primary is elsewhere. */
export class RedisIsReplica extends Error {
  override readonly name = 'RedisIsReplica'

  constructor() {
    super('this Redis is a replica')
  }
}
