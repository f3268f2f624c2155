import type { LedgerEntry } from '#contracts/ledger.ts'
import type { Say } from './report-words.ts'
import { timeScale, WIDTH } from './svg-curves.ts'

/** A unit in somebody's hands, from the ledger. Instants count from the opening. */
type Holding = {
  readonly position: number
  readonly isOffer: boolean
  readonly fromMs: number
  readonly toMs: number
  readonly end: 'committed' | 'released' | 'expired' | 'held'
}

/** Who held a unit from when to when, and how it ended. */
export function holdingsOf(
  entries: readonly LedgerEntry[],
  { opensAtMs, endedAtMs }: { readonly opensAtMs: number; readonly endedAtMs: number },
): readonly Holding[] {
  const byPosition = new Map<number, Holding>()
  for (const { kind, position, atMs } of entries) {
    if (position === undefined) continue
    const ms = atMs - opensAtMs
    if (kind === 'reserved' || kind === 'offered') {
      const isOffer = kind === 'offered'
      byPosition.set(position, { position, isOffer, fromMs: ms, toMs: endedAtMs, end: 'held' })
    } else if (kind === 'committed' || kind === 'released' || kind === 'expired') {
      const holding = byPosition.get(position)
      if (holding) byPosition.set(position, { ...holding, toMs: ms, end: kind })
    }
  }
  return [...byPosition.values()]
}

const TONES = { committed: 'yours', released: 'short', expired: 'lost', held: 'soft' } as const
const LEFT = 64
const BOTTOM = 28
/** So high is the picture at most, however many have held one. */
const ROOM = 620

/** A bar for each position, in the order in which they were given. */
export function drawHoldings(
  holdings: readonly Holding[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  say: Say,
): string {
  const pitch = Math.min(18, ROOM / Math.max(1, holdings.length))
  const height = Math.ceil(holdings.length * pitch) + BOTTOM + 6
  const x = (ms: number) => LEFT + ((ms - fromMs) / (toMs - fromMs)) * (WIDTH - LEFT - 8)
  const bars = holdings.map(({ position, isOffer, end, ...span }, at) => {
    const top = (at * pitch + 4).toFixed(1)
    const width = Math.max(2, x(span.toMs) - x(span.fromMs)).toFixed(1)
    const thick = Math.max(1, pitch - 4).toFixed(1)
    const label =
      pitch >= 11
        ? `<text class="scale" x="${LEFT - 8}" y="${top}" dy="${pitch - 6}" text-anchor="end">${isOffer ? '↻ ' : ''}${position}</text>`
        : ''
    return `${label}<rect class="bar ${TONES[end]}" x="${x(span.fromMs).toFixed(1)}" y="${top}" width="${width}" height="${thick}" rx="${Math.min(3, pitch / 4)}"/>`
  })
  const legend = Object.entries({
    yours: say('sold'),
    short: say('givenBack'),
    lost: say('ranOut'),
    soft: say('stillHeld'),
  }).map(([tone, name]) => `<span class="key ${tone}"><i></i>${name}</span>`)
  return `<figure><figcaption>${legend.join('')}<span class="key">↻ ${say('offered')}</span></figcaption><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${say('holds')}">${timeScale({ fromMs, toMs, height, x })}${bars.join('')}</svg></figure>`
}
