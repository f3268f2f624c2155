import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { askOnce } from '#web/kit/ask-once.ts'
import { ask } from '#web/kit/ask-shop.ts'
import { isRefusal } from '#web/kit/refusal.ts'

export type DropAct = 'pause' | 'resume' | 'close' | 'units'

type UnitsMoved = { readonly delta: number; readonly reason: string }

/** Under the name with which it was begun. */
type OnceMoved = { readonly once: string; readonly moved: UnitsMoved }

const noUnits: OnceMoved = { once: '', moved: { delta: 0, reason: '' } }

/** Does something to a drop, once a press; what came of it is shown everywhere. */
export function useDropAct(dropId: string, done: () => void) {
  const cache = useQueryClient()
  const refusalText = useRefusalText()
  const [isBusy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)

  function send(act: DropAct, { once, moved }: OnceMoved) {
    switch (act) {
      case 'pause':
        return ask('stock.pauseDrop', { dropId })
      case 'resume':
        return ask('stock.resumeDrop', { dropId })
      case 'close':
        return ask('stock.closeDrop', { dropId })
      case 'units':
        return askOnce(once, 'stock.changeDropUnits', { dropId, ...moved })
    }
  }

  async function act(what: DropAct, units: OnceMoved = noUnits) {
    setBusy(true)
    const answer = await send(what, units)
    // A press after the answer would be another act, so there is nothing to press from then on.
    if (isRefusal(answer)) setTrouble(refusalText(answer))
    else done()
    setBusy(false)
    for (const name of [
      'stock.readDropStats',
      'stock.readLedger',
      'stock.listDrops',
      'stock.listAdjustments',
    ]) {
      void cache.invalidateQueries({ queryKey: [name] })
    }
  }

  return {
    act: (what: DropAct, units?: OnceMoved) => void act(what, units),
    isBusy,
    trouble,
    forget: () => setTrouble(null),
  }
}
