import { useSearchParams } from 'react-router'
import { type KeptPress, keptPress } from '#web/storefront/drop/kept-press.ts'

/** The press of whoever is here at a drop, by the clock of its page. */
export type OwnPress = {
  /** When one came that was told to be too late: the drop page says so in the address. */
  readonly refusedAtMs: number | null
  /** What this browser still keeps. */
  readonly kept: KeptPress | null
  readonly pressedAtMs: number | null
}

export function useOwnPress(dropId: string): OwnPress {
  const [search] = useSearchParams()
  const told = Number(search.get('pressed'))
  const refusedAtMs = told > 0 ? told : null
  const kept = keptPress(dropId)
  return { refusedAtMs, kept, pressedAtMs: refusedAtMs ?? kept?.pressedAtMs ?? null }
}
