import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PaymentMethod } from '#contracts/providers.ts'
import { ask, given, reading } from '#web/kit/ask-shop.ts'
import type { Output } from '#web/kit/contract.ts'
import { inTurn } from '#web/kit/in-turn.ts'
import { isDecided, isRefusal, type Refusal, Refused } from '#web/kit/refusal.ts'
import { endAllEntries, endAttempt, endEntry, enterKey, payKey } from './pay-keys.ts'
import type { WindowOutcome } from './window-outcome.ts'

type Entered = Output<'payments.enterPayment'>

/** What came of the last press, where it has to be told. */
export type PayAnswer =
  | Exclude<WindowOutcome, { readonly is: 'authorized' | 'incomplete' }>
  | { readonly is: 'refused'; readonly refusal: Refusal }

/** What the shopper has agreed to. */
type Agreed = {
  readonly paymentId: string
  readonly providerKey?: string
  /** Of the attempt; the one that this browser keeps unless told. */
  readonly key?: string | null
}

type Agreeing = {
  /** By the provider's window, where it has one. */
  readonly agree: (entered: Entered) => Promise<WindowOutcome>
  /** From the asking for the money until its answer has been looked at. */
  readonly tellConfirming: (isConfirming: boolean) => void
}

const BROKEN: WindowOutcome = { is: 'broken' }

/** After these the page must look anew: somebody else moved the order or its payment. */
const moved = new Set([
  'reservation_expired',
  'reservation_ended',
  'order_not_payable',
  'payment_in_flight',
  'illegal_transition',
  'idempotency_conflict',
  'not_found',
])

/**
 * The two steps of paying. Entering happens when the page is opened, and changes nothing; paying
 * when the button is pressed, after the shopper has agreed in the provider's window, if it has one.
 * Both keep their keys, so that a reload, a second tab, a double click and a lost answer end in the
 * same place.
 */
export function usePaying(
  orderId: string,
  method: PaymentMethod,
  { agree, tellConfirming }: Agreeing,
) {
  const queries = useQueryClient()
  const [answer, setAnswer] = useState<PayAnswer | null>(null)
  const [isAsking, setIsAsking] = useState(false)
  const enteringKey = ['entering', orderId, method] as const
  const entering = useQuery({
    queryKey: enteringKey,
    queryFn: () =>
      given('payments.enterPayment', { orderId, method }, { key: enterKey(orderId, method) }),
    staleTime: Number.POSITIVE_INFINITY,
  })

  const paymentsKey = reading('payments.listPayments', { orderId }).queryKey
  const lookAnew = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: reading('orders.readOrder', { orderId }).queryKey }),
      queries.invalidateQueries({ queryKey: paymentsKey }),
    ])

  const isDeclined = (paymentId: string) =>
    queries
      .getQueryData<Output<'payments.listPayments'>>(paymentsKey)
      ?.items.some(payment => payment.paymentId === paymentId && payment.state === 'declined')

  async function pay(): Promise<void> {
    if (!isAsking) await tellOf(payOnce)
  }

  /** Goes on where the provider's window led back. Gives whether that attempt has its outcome. */
  async function finish(agreed: Agreed): Promise<boolean> {
    const told = await tellOf(() => confirm(agreed))
    return told?.is !== 'refused' || isDecided(told.refusal)
  }

  async function tellOf(ask: () => Promise<PayAnswer | null>): Promise<PayAnswer | null> {
    setIsAsking(true)
    setAnswer(null)
    const told = await ask()
    setAnswer(told)
    setIsAsking(false)
    return told
  }

  /** Entered when the page came, or else now: what was refused for good is asked for anew. */
  async function enter() {
    if (entering.data !== undefined) return entering
    if (entering.error instanceof Refused && isDecided(entering.error.refusal)) {
      endEntry(orderId, method)
    }
    return entering.refetch()
  }

  async function payOnce(): Promise<PayAnswer | null> {
    const { data: entered, error } = await enter()
    if (entered === undefined) return error instanceof Refused ? await refused(error.refusal) : null
    // Whatever a foreign script throws, the shopper is told and may try again.
    const agreed = await agree(entered).catch(() => BROKEN)
    if (agreed.is === 'incomplete') return null
    const { paymentId } = entered
    return agreed.is === 'authorized' ? confirm({ ...agreed, paymentId }) : agreed
  }

  async function confirm(agreed: Agreed): Promise<PayAnswer | null> {
    tellConfirming(true)
    const told = await askForMoney(agreed)
    tellConfirming(false)
    return told
  }

  async function askForMoney({
    paymentId,
    providerKey,
    ...agreed
  }: Agreed): Promise<PayAnswer | null> {
    const asked = { paymentId, ...(providerKey !== undefined && { providerKey }) }
    // In turn, so that the presses of two tabs at once have one key.
    const key = agreed.key ?? (await inTurn(`pay:${paymentId}`, async () => payKey(paymentId)))
    const told = await ask('payments.confirmPayment', asked, { key })
    if (isRefusal(told)) {
      if (moved.has(told.refused)) await anotherPayment(paymentId)
      return refused(told)
    }
    // While the bank has not answered the attempt is the same, however often it is asked for.
    if (told.state !== 'pending') endAttempt(paymentId)
    if (told.state === 'captured') endAllEntries(orderId)
    await lookAnew()
    // The bank may have declined while one looked, and then there is nothing more to wait for.
    if (told.state === 'pending' && isDeclined(paymentId)) endAttempt(paymentId)
    return told.state === 'declined' ? { is: 'declined', declineCode: told.declineCode } : null
  }

  async function refused(refusal: Refusal): Promise<PayAnswer | null> {
    if (moved.has(refusal.refused)) await lookAnew()
    // Where another payment is under way the page shows that, and that is answer enough.
    return refusal.refused === 'payment_in_flight' ? null : { is: 'refused', refusal }
  }

  async function anotherPayment(paymentId: string): Promise<void> {
    endAttempt(paymentId)
    endEntry(orderId, method)
    await queries.invalidateQueries({ queryKey: enteringKey })
  }

  return { entered: entering.data, enteringError: entering.error, answer, isAsking, pay, finish }
}
