import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { askOnce } from '#web/kit/ask-once.ts'
import { ask } from '#web/kit/ask-shop.ts'
import { isRefusal } from '#web/kit/refusal.ts'

export type DropAct = 'pause' | 'resume' | 'close' | 'units'

type UnitsMoved = { readonly delta: number; readonly reason: string }

/** Does something to a drop, once a press; what came of it is shown everywhere. */
export function useDropAct(dropId: string, done: () => void) {
  const cache = useQueryClient()
  const refusalText = useRefusalText()
  const [isBusy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)

  function send(act: DropAct, moved: UnitsMoved) {
    switch (act) {
      case 'pause':
        return ask('stock.pauseDrop', { dropId })
      case 'resume':
        return ask('stock.resumeDrop', { dropId })
      case 'close':
        return ask('stock.closeDrop', { dropId })
      case 'units':
        return askOnce(`drop-units:${dropId}`, 'stock.changeDropUnits', { dropId, ...moved })
    }
  }

  async function act(what: DropAct, moved: UnitsMoved = { delta: 0, reason: '' }) {
    setBusy(true)
    const answer = await send(what, moved)
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
    act: (what: DropAct, moved?: UnitsMoved) => void act(what, moved),
    isBusy,
    trouble,
    forget: () => setTrouble(null),
  }
}
