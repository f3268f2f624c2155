import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RedisArgument, script } from '#platform/redis/redis.ts'
import { type DropRecord, freeUnits } from './drop.ts'

const read = (name: string) =>
  script(readFileSync(join(import.meta.dirname, `stock-gate.${name}.lua`), 'utf8'))

/** One script, one decision; what each wants and answers is told at its head. */
export const scripts = {
  admit: read('admit'),
  settle: read('settle'),
  apply: read('apply'),
  fill: read('fill'),
  load: read('load'),
  sweep: read('sweep'),
} as const

/** The keys of a drop, as every script wants them. The braces have them all in one hash slot. */
export function gateKeys(prefix: string, dropId: string): readonly string[] {
  const drop = `${prefix}:gate:{${dropId}}`
  return [drop, `${drop}:known`, `${drop}:taken`, `${drop}:flying`]
}

/** Claims, ids or members of one call. More would keep others waiting, who ask for other drops. */
export const PER_CALL = 512

export function parts<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  if (items.length <= size) return items.length === 0 ? [] : [items]
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, at) => at * size)
  return starts.map(start => items.slice(start, start + size))
}

const HOUR_MS = 3_600_000
/** How long after its closing, or after the last news of it, a drop is kept. */
const KEPT_HOURS = 1

/**
 * How many hours from now, by Redis's own clock, it is to keep a drop: neither the shop's time nor
 * this machine's need be the real one. In whole hours, so that its end seldom changes.
 */
const keptHours = ({ closesAtMs }: DropRecord, nowMs: number): number =>
  Math.ceil(Math.max(closesAtMs - nowMs, 0) / HOUR_MS) + KEPT_HOURS

/** What Redis is told of a drop, in the order in which the scripts expect it. */
export function recordValues(drop: DropRecord, nowMs: number): RedisArgument[] {
  return [
    drop.version,
    drop.opensAtMs,
    drop.closesAtMs,
    Number(drop.paused),
    Number(drop.ended),
    freeUnits(drop),
    drop.waiting,
    drop.limitPerMember,
    drop.nextDueAtMs,
    keptHours(drop, nowMs),
  ]
}
