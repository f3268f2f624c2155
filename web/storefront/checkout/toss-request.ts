/** What is asked of Toss' window (SDK v2, `requestPayment`). */
export type TossRequest = {
  readonly method: string
  readonly amount: { readonly currency: string; readonly value: number }
  readonly orderId: string
  readonly orderName: string
  readonly successUrl: string
  readonly failUrl: string
  /**
   * The whole page goes there and comes back, on every device. In a frame, cards that open further
   * windows would lose their way back, for our pages share no window with others.
   */
  readonly windowTarget: 'self'
}

const LONGEST_NAME = 100

/** From what entering the payment answered. Both addresses are the checkout's own. */
export function tossRequest(
  client: Readonly<Record<string, string>>,
  { orderName, backUrl }: { readonly orderName: string; readonly backUrl: string },
): TossRequest {
  const { method = 'CARD', currency = 'KRW', amount, orderId = '' } = client
  return {
    method,
    amount: { currency, value: Number(amount) },
    orderId,
    orderName: orderName.slice(0, LONGEST_NAME),
    ...{ successUrl: backUrl, failUrl: backUrl, windowTarget: 'self' },
  }
}
