import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Redis, script } from './redis.ts'
import { RedisUnavailable } from './redis-errors.ts'

/**
 * What is let in nowhere any more, for those who cannot ask whoever decided it. It may lack what was
 * decided while Redis was gone, so that whoever decides tells all of it again from time to time.
 */
export type DenyList = {
  /** Resolves also where nobody can be told now. */
  add(ids: readonly string[]): Promise<void>
  /** Empty where it cannot be read. */
  read(): Promise<readonly string[]>
}

type Deps = {
  readonly redis: Pick<Redis, 'run'>
  readonly key: string
  /** How long an id stays on the list. */
  readonly keptMs: number
}

/** One script must not keep the others waiting. */
const IDS_PER_CALL = 1_000

const load = (name: string) => script(readFileSync(join(import.meta.dirname, name), 'utf8'))
const addIds = load('deny-list.add.lua')
const readIds = load('deny-list.read.lua')

export function redisDenyList({ redis, key, keptMs }: Deps): DenyList {
  return {
    async add(ids) {
      for (let at = 0; at < ids.length; at += IDS_PER_CALL) {
        await unlessGone(redis.run(addIds, [key], [keptMs, ...ids.slice(at, at + IDS_PER_CALL)]))
      }
    },
    async read() {
      return ((await unlessGone(redis.run(readIds, [key], []))) ?? []) as string[]
    },
  }
}

async function unlessGone(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof RedisUnavailable) return null
    throw error
  }
}
