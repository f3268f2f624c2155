import type { Drop } from '#contracts/drops.ts'

/**
 * The drops of the first page, each once: what can still be had, then what can only be waited for,
 * then what comes. The two lists are not of one instant, so that a drop may be in both or have ended.
 */
export function dropsToShow(open: readonly Drop[], upcoming: readonly Drop[]): readonly Drop[] {
  const drops = [...open, ...upcoming].sort((a, b) => rankOf(a) - rankOf(b))
  return drops.filter(
    ({ dropId, state }, at) =>
      state !== 'ended' && drops.findIndex(each => each.dropId === dropId) === at,
  )
}

const ranks: Readonly<Record<Drop['state'], number>> = {
  open: 0,
  paused: 1,
  sold_out: 2,
  upcoming: 3,
  ended: 4,
}

const rankOf = ({ state }: Drop) => ranks[state]
