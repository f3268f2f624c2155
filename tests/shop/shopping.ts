import { randomUUID } from 'node:crypto'
import type { Static } from 'typebox'
import type { Product } from '#contracts/catalog.ts'
import type { Drop } from '#contracts/drops.ts'
import type { Session } from '#contracts/members.ts'
import type { Mail } from '#contracts/notifications.ts'
import type { Order } from '#contracts/orders.ts'
import type { Confirmed, Payment } from '#contracts/payments.ts'
import type { Reservation, Reserved } from '#contracts/stock.ts'
import { eventually } from './eventually.ts'
import { expectAnswer, type HttpAnswer, type HttpClient, type Token } from './http-client.ts'

export type Buyer = Token & {
  readonly email: string
  readonly password: string
  readonly memberId: string
  readonly refreshToken: string
}

export type Shopping = ReturnType<typeof shopping>

/** Well within the life of an access token. */
const SESSION_GOOD_MS = 600_000

/** Who died in the middle of it has its leases and its part of the log for some seconds more. */
export const FOLLOWS_WITHIN_MS = 40_000

const krw = (amountMinor: number) => ({ amountMinor, currency: 'KRW' })

/**
 * What people do in a shop, by HTTP alone. What must go well gives the body; what may be refused
 * gives the whole answer.
 */
export function shopping(
  call: HttpClient,
  clock: { nowMs(): number },
  admin: { readonly email: string; readonly password: string },
) {
  async function logIn(email: string, password: string): Promise<Buyer> {
    const asked = { email, password, tokens: 'body' }
    const answer = await call('POST /api/sessions', { body: asked })
    const { accessToken, refreshToken = '', member } = expectAnswer<Session>(answer, 201)
    return { email, password, accessToken, refreshToken, memberId: member.memberId }
  }

  async function readMailbox(to: string): Promise<readonly Mail[]> {
    const answer = await call(`GET /dev/mailbox?to=${encodeURIComponent(to)}`)
    return expectAnswer<{ items: Mail[] }>(answer, 200).items
  }

  /** A member whose address is verified, logged in. */
  async function signUp(email = `${randomUUID()}@example.com`): Promise<Buyer> {
    const password = 'correct horse battery'
    const body = { email, password, name: '김선착', locale: 'ko' }
    // A busy shop may ask to be asked again; twice with the same password is one member.
    await eventually(`a sign-up of ${email}`, async () => {
      const answer = await call('POST /api/members', { body })
      if (answer.status === 503) return null
      return expectAnswer(answer, 202) ?? true
    })
    const code = await eventually(
      `a code for ${email}`,
      async () => (await readMailbox(email)).find(mail => mail.code)?.code,
    )
    expectAnswer(await call('POST /api/members/verification', { body: { email, code } }), 204)
    return logIn(email, password)
  }

  let adminSession: Promise<Buyer> | undefined
  let adminSinceMs = 0
  function asAdmin(): Promise<Buyer> {
    const nowMs = clock.nowMs()
    if (adminSession === undefined || nowMs - adminSinceMs > SESSION_GOOD_MS) {
      adminSession = logIn(admin.email, admin.password)
      adminSinceMs = nowMs
      // Refused for now is not refused for good.
      adminSession.catch(() => {
        adminSession = undefined
      })
    }
    return adminSession
  }

  async function makeProduct({
    kind = 'drop',
    price = 19_900,
    currency = 'KRW',
    skus = [{ options: {}, units: 100 }],
  }: {
    kind?: 'drop' | 'regular'
    price?: number
    currency?: string
    skus?: readonly { options: Record<string, string>; units: number }[]
  } = {}): Promise<Product> {
    const title = `한정판 ${randomUUID()}`
    const body = { title, description: '', kind, price: { amountMinor: price, currency }, skus }
    return expectAnswer(await call('POST /api/admin/products', { as: await asAdmin(), body }), 201)
  }

  /** A drop that opens after `opensInMs` of the shop's time: at once, where it is zero. */
  async function makeDrop({
    units = 10,
    options = {},
    price = 19_900,
    limitPerMember = 1,
    opensInMs = 0,
    openForMs = 3_600_000,
    holdMs = 600_000,
  } = {}): Promise<Drop> {
    const { skus } = await makeProduct({ price, skus: [{ options, units }] })
    const opensAtMs = clock.nowMs() + opensInMs
    const body = {
      skuId: skus[0]?.skuId,
      price: krw(price),
      units,
      opensAtMs,
      closesAtMs: opensAtMs + openForMs,
      limitPerMember,
      holdMs,
    }
    return expectAnswer(await call('POST /api/admin/drops', { as: await asAdmin(), body }), 201)
  }

  const reserve = (
    as: Token,
    { dropId }: { dropId: string },
    { quantity = 1, key = randomUUID() as string } = {},
  ): Promise<HttpAnswer> =>
    call(`POST /api/drops/${dropId}/reservations`, { as, key, body: { quantity } })

  const enter = (
    as: Token,
    orderId: string,
    { method = 'card', key = randomUUID() as string } = {},
  ): Promise<HttpAnswer> => call('POST /api/payments', { as, key, body: { orderId, method } })

  const confirm = (
    as: Token,
    paymentId: string,
    { providerKey = 'sim_capture', key = randomUUID() as string } = {},
  ): Promise<HttpAnswer> =>
    call(`POST /api/payments/${paymentId}/confirmation`, { as, key, body: { providerKey } })

  const placeOrder = (
    as: Token,
    items: readonly { skuId: string; quantity: number }[],
    { key = randomUUID() as string } = {},
  ): Promise<HttpAnswer> => call('POST /api/orders', { as, key, body: { items } })

  const readDrop = async (dropId: string): Promise<Drop> =>
    expectAnswer(await call(`GET /api/drops/${dropId}`), 200)
  const readProduct = async (productId: string): Promise<Product> =>
    expectAnswer(await call(`GET /api/products/${productId}`), 200)
  const readOrder = async (as: Token, orderId: string): Promise<Order> =>
    expectAnswer(await call(`GET /api/orders/${orderId}`, { as }), 200)
  const readReservation = async (as: Token, reservationId: string): Promise<Reservation> =>
    expectAnswer(await call(`GET /api/reservations/${reservationId}`, { as }), 200)
  const readPayment = async (as: Token, paymentId: string): Promise<Payment> =>
    expectAnswer(await call(`GET /api/payments/${paymentId}`, { as }), 200)

  const orderThatIs = (as: Token, orderId: string, state: Order['state']): Promise<Order> =>
    eventually(
      `order ${state}`,
      async () => {
        const order = await readOrder(as, orderId)
        return order.state === state && order
      },
      FOLLOWS_WITHIN_MS,
    )

  /** Enters and confirms, and waits for the order to be paid. */
  async function pay(as: Token, orderId: string): Promise<{ paymentId: string; order: Order }> {
    const { paymentId } = expectAnswer<Payment>(await enter(as, orderId), 201)
    const { state } = expectAnswer<Confirmed>(await confirm(as, paymentId), 200)
    if (state !== 'captured') throw new Error(`the payment is ${state}, not captured`)
    return { paymentId, order: await orderThatIs(as, orderId, 'paid') }
  }

  async function buy(as: Token, drop: { dropId: string }) {
    const reserved = expectAnswer<Static<typeof Reserved>>(await reserve(as, drop), 201)
    return { reserved, ...(await pay(as, reserved.orderId)) }
  }

  return {
    call,
    signUp,
    logIn,
    asAdmin,
    readMailbox,
    makeProduct,
    makeDrop,
    reserve,
    enter,
    confirm,
    placeOrder,
    readDrop,
    readProduct,
    readOrder,
    readReservation,
    readPayment,
    orderThatIs,
    pay,
    buy,
  }
}
