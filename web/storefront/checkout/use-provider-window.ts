import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Order } from '#contracts/orders.ts'
import { reading } from '#web/kit/ask-shop.ts'
import type { Output } from '#web/kit/contract.ts'
import { useWords } from '#web/kit/use-words.ts'
import type { StripeFields } from './open-stripe-fields.ts'
import { methods } from './pay-keys.ts'
import type { TestCard } from './test-cards.tsx'
import { tossRequest } from './toss-request.ts'
import { openTossWindow } from './toss-window.ts'
import type { WindowOutcome } from './window-outcome.ts'
import { checkoutWords } from './words/checkout-words.ts'

type Entered = Output<'payments.enterPayment'>

const ways = { ...reading('payments.readWaysToPay', {}), staleTime: 60_000 }

/** How the shopper agrees to pay, by whoever takes the payments of this shop. */
export function useProviderWindow({ orderId, lines }: Order) {
  const say = useWords(checkoutWords)
  const queries = useQueryClient()
  const { data: offered } = useQuery(ways)
  const [testCard, setTestCard] = useState<TestCard>('sim_capture')
  const [fields, setFields] = useState<StripeFields | null>(null)

  function orderName(): string {
    const [first, ...others] = lines
    const title = first?.title ?? ''
    return others.length === 0 ? title : say('andOthers', { title, count: others.length })
  }

  async function agree({ provider, client, paymentId }: Entered): Promise<WindowOutcome> {
    if (provider === 'simulator') return { is: 'authorized', providerKey: testCard }
    const backUrl = new URL(`/checkout/${orderId}`, location.origin)
    if (provider === 'toss') {
      // Asked for again by its query; nothing else is known of why it was not told.
      const told = await queries.ensureQueryData(ways).catch(() => undefined)
      const scriptUrl = told?.window?.scriptUrl
      if (scriptUrl === undefined) return { is: 'broken' }
      return openTossWindow(
        { scriptUrl, clientKey: client.clientKey ?? '' },
        tossRequest(client, { orderName: orderName(), backUrl: backUrl.href }),
      )
    }
    backUrl.searchParams.set('payment', paymentId)
    // They are on their way, and say themselves where they do not come.
    return fields?.confirm(backUrl.href) ?? { is: 'incomplete' }
  }

  return {
    provider: offered?.provider,
    scriptUrl: offered?.window?.scriptUrl,
    /** In the order in which they are offered; all, until it is known. */
    methods: methods.filter(method => offered?.methods.includes(method) ?? true),
    isReady: offered?.provider !== 'stripe' || fields !== null,
    ...{ agree, setFields, testCard, setTestCard },
  }
}
