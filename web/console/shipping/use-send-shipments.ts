import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { ask } from '#web/kit/ask-shop.ts'
import type { Output } from '#web/kit/contract.ts'
import { isRefusal } from '#web/kit/refusal.ts'
import type { ShipmentLine } from './parse-shipments.ts'

type Answered = Output<'orders.shipOrders'>['items'][number]

/** By the word that says it. */
export type ShipmentOutcome = Answered['outcome'] | 'withoutAddress' | 'withoutMoney'

/** The most that the shop takes at once. */
const AT_ONCE = 100

/** Sends parcels, a hundred at a time, and keeps what came of each. */
export function useSendShipments() {
  const cache = useQueryClient()
  const refusalText = useRefusalText()
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, ShipmentOutcome>>(new Map())
  const [isSending, setSending] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)

  async function send(lines: readonly ShipmentLine[]) {
    setSending(true)
    setTrouble(null)
    for (let at = 0; at < lines.length; at += AT_ONCE) {
      const items = lines
        .slice(at, at + AT_ONCE)
        .map(({ orderId, carrier, trackingNumber }) => ({ orderId, carrier, trackingNumber }))
      const answer = await ask('orders.shipOrders', { items })
      if (isRefusal(answer)) {
        setTrouble(refusalText(answer))
        break
      }
      setOutcomes(
        before =>
          new Map([...before, ...answer.items.map(one => [one.orderId, outcomeOf(one)] as const)]),
      )
    }
    setSending(false)
    await cache.invalidateQueries({ queryKey: ['orders.listAllOrders'] })
  }

  function forget() {
    setOutcomes(new Map())
    setTrouble(null)
  }

  return { outcomes, send, isSending, trouble, forget }
}

const withoutIt = { shippingAddress: 'withoutAddress', money: 'withoutMoney' } as const

const outcomeOf = ({ outcome, missing }: Answered): ShipmentOutcome =>
  missing === undefined ? outcome : withoutIt[missing]
