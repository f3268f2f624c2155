import {
  type Asked,
  aProviderServer,
  type Given,
  type ProviderServer,
} from './a-provider-server.ts'
import type { TossConfig } from './payment-provider.toss.ts'

/** What becomes of a payment when it is approved; `lost`: approved, but the answer is cut off. */
type Fate = 'captured' | 'declined' | 'lost'

type Session = {
  readonly paymentKey: string
  readonly orderId: string
  readonly amount: number
  readonly fate: Fate
  status: string
  approvedAt: string | null
  failure: { code: string; message: string } | null
  cancels: { cancelAmount: number; cancelReason: string; cancelStatus: string }[]
}

type TossServer = ProviderServer & {
  readonly config: TossConfig
  /** What the shopper does in Toss' window (인증); gives the paymentKey that comes of it. */
  authenticate(payment: {
    readonly orderId: string
    readonly amount: number
    readonly fate: Fate
  }): string
  /** The time of everything that was not approved is over. */
  expire(): void
  /** Somebody gives money back in Toss' own console. */
  cancelInConsole(orderId: string, cancelAmount: number): void
  /** What Toss says by itself when a payment's state has changed. */
  webhookOf(orderId: string, status?: string): string
}

const SECRET = 'test_sk_zXLkKEypNArWmo50nX3lmeaxYG5R'

/** A double of Toss Payments: confirm, cancel and lookups, by its documented interface. */
export async function aTossServer(): Promise<TossServer> {
  const sessions: Session[] = []
  const byKey = (paymentKey: string) => sessions.find(each => each.paymentKey === paymentKey)
  const ofOrder = (orderId: string) => sessions.filter(each => each.orderId === orderId)
  const byOrder = (orderId: string) =>
    ofOrder(orderId).find(each => each.approvedAt !== null) ?? ofOrder(orderId).at(-1)

  function answer({ method, path, authorization, body }: Asked): Given {
    if (authorization !== `Basic ${Buffer.from(`${SECRET}:`).toString('base64')}`) {
      return refusal(401, 'UNAUTHORIZED_KEY')
    }
    const [, order] = /^\/v1\/payments\/orders\/([^/]+)$/.exec(path) ?? []
    if (order !== undefined) return found(byOrder(order))
    if (path === '/v1/payments/confirm') return confirm(JSON.parse(body))
    const [, key = '', cancelled] = /^\/v1\/payments\/([^/]+)(\/cancel)?$/.exec(path) ?? []
    const session = byKey(decodeURIComponent(key))
    if (method === 'GET') return found(session)
    if (session === undefined || cancelled === undefined) return refusal(404, 'NOT_FOUND_PAYMENT')
    return cancel(session, JSON.parse(body))
  }

  function confirm(asked: { paymentKey: string; orderId: string; amount: number }): Given {
    const session = byKey(asked.paymentKey)
    if (session === undefined) return refusal(404, 'NOT_FOUND_PAYMENT_SESSION')
    if (session.orderId !== asked.orderId || session.amount !== asked.amount) {
      return refusal(400, 'INVALID_REQUEST')
    }
    if (asked.amount < LEAST) return refusal(400, 'BELOW_MINIMUM_AMOUNT')
    if (session.approvedAt !== null) return refusal(400, 'ALREADY_PROCESSED_PAYMENT')
    if (ofOrder(asked.orderId).some(each => each.approvedAt !== null)) {
      return refusal(400, 'DUPLICATED_ORDER_ID')
    }
    if (session.status !== 'IN_PROGRESS') return refusal(404, 'NOT_FOUND_PAYMENT_SESSION')
    if (session.fate === 'declined') {
      session.status = 'ABORTED'
      session.failure = { code: 'REJECT_CARD_PAYMENT', message: '한도초과 혹은 잔액부족' }
      return refusal(403, 'REJECT_CARD_PAYMENT')
    }
    session.status = 'DONE'
    session.approvedAt = '2026-11-21T12:00:00+09:00'
    return { status: 200, body: paymentOf(session), lost: session.fate === 'lost' }
  }

  function cancel(
    session: Session,
    { cancelReason, cancelAmount }: { cancelReason: string; cancelAmount?: number },
  ): Given {
    if (session.status === 'CANCELED') return refusal(400, 'ALREADY_CANCELED_PAYMENT')
    if (session.approvedAt === null) return refusal(403, 'NOT_CANCELABLE_PAYMENT')
    const left = session.amount - sumOf(session)
    const taken = cancelAmount ?? left
    if (taken > left) return refusal(403, 'NOT_CANCELABLE_AMOUNT')
    session.cancels.push({ cancelAmount: taken, cancelReason, cancelStatus: 'DONE' })
    session.status = taken === left ? 'CANCELED' : 'PARTIAL_CANCELED'
    return { status: 200, body: paymentOf(session) }
  }

  const server = await aProviderServer({
    answer,
    busy: refusal(409, 'IDEMPOTENT_REQUEST_PROCESSING'),
    otherBody: null,
    broken: refusal(500, 'FAILED_INTERNAL_SYSTEM_PROCESSING'),
  })
  const clientKey = 'test_ck_D5GePWvyJnrK0W0k6q8gLzN97Eoq'
  return {
    ...server,
    config: { secretKey: SECRET, clientKey, url: server.url, scriptUrl: server.url },
    authenticate({ orderId, amount, fate }) {
      const paymentKey = `tgen_${sessions.length}_${orderId}`
      const open = { status: 'IN_PROGRESS', approvedAt: null, failure: null, cancels: [] }
      sessions.push({ paymentKey, orderId, amount, fate, ...open })
      return paymentKey
    },
    expire() {
      for (const each of sessions) if (each.status === 'IN_PROGRESS') each.status = 'EXPIRED'
    },
    cancelInConsole(orderId, cancelAmount) {
      const session = byOrder(orderId)
      if (session !== undefined) cancel(session, { cancelReason: '고객 변심', cancelAmount })
    },
    webhookOf(orderId, status = 'DONE') {
      const data = { ...paymentOf(byOrder(orderId) ?? nobodys(orderId)), status }
      const createdAt = '2026-11-21T12:00:00.000000'
      return JSON.stringify({ eventType: 'PAYMENT_STATUS_CHANGED', createdAt, data })
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** By card, in KRW. */
const LEAST = 100

const sumOf = ({ cancels }: Session): number =>
  cancels.reduce((sum, { cancelAmount }) => sum + cancelAmount, 0)

function found(session: Session | undefined): Given {
  if (session === undefined) return refusal(404, 'NOT_FOUND_PAYMENT')
  return { status: 200, body: paymentOf(session) }
}

function paymentOf(session: Session) {
  const { paymentKey, orderId, amount, status, approvedAt, failure, cancels } = session
  return {
    ...{ version: '2022-11-16', mId: 'tosspayments', paymentKey, orderId, status, approvedAt },
    ...{ totalAmount: amount, balanceAmount: amount - sumOf(session), currency: 'KRW' },
    ...{ method: '카드', failure, cancels: cancels.length === 0 ? null : cancels },
  }
}

/** Something that a forger writes. */
const nobodys = (orderId: string): Session => ({
  ...{ paymentKey: 'tgen_forged', orderId, amount: 1, fate: 'captured', status: 'DONE' },
  ...{ approvedAt: null, failure: null, cancels: [] },
})

const refusal = (status: number, code: string): Given => ({
  status,
  body: { code, message: `${code}.` },
})
