import { setTimeout as sleep } from 'node:timers/promises'
import { isRefusal } from '#contracts/problems.ts'
import type { ReservationRecord } from '#contracts/stock.ts'
import type { KeyedRequest } from '#platform/database/idempotency.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { OrdersDeps } from './orders-service.ts'
import type { Told } from './place-order-store.ts'

/** What follows from who asked how for an order. */
export type Attempt = {
  readonly request: KeyedRequest
  readonly orderId: string
  readonly attempt: string
  readonly sealedAddress: string | null
}

type Begun =
  | { readonly outcome: 'begun' }
  /** What the key has come to already. */
  | { readonly outcome: 'reserved'; readonly reservation: ReservationRecord }
  | Told

/** No attempt takes longer; what is older and came to nothing died. */
const IN_FLIGHT_MS = 30_000

/** Between the looks whether another attempt has ended: nearly all are over long before the last. */
const RESTS_MS = [5, 10, 20, 40, 80, 160, 320, 640]

/**
 * Stores what is asked, so that the key is this attempt's until it ends: whoever comes meanwhile
 * waits for that end. Beside one that does not end (its process died, or stock is silent) it goes
 * on all the same, because stock gives both the same units; but none of them is alone then, and
 * none may refuse for good (`forgetRequest`).
 */
export async function beginAttempt(
  { database, stock }: Pick<OrdersDeps, 'database' | 'stock'>,
  asked: Attempt,
): Promise<Begun> {
  const { request, orderId } = asked
  let awaited = ''
  let rests = RESTS_MS.values()
  for (;;) {
    const stored = await database.write.storeRequest(asked)
    if (stored.outcome === 'stored') return { outcome: 'begun' }
    if (stored.outcome !== 'under_way') return stored
    const isSame = stored.fingerprint === request.fingerprint
    const isDead = stored.ageMs >= IN_FLIGHT_MS
    if (!isSame && !isDead) return { outcome: 'conflict' }
    const { memberId } = request
    const reservation = await stock.findReservation({ memberId, orderId }, fromService)
    if (!isRefusal(reservation)) {
      return isSame ? { outcome: 'reserved', reservation } : { outcome: 'conflict' }
    }
    const earlier = stored.attempt
    if (isDead) {
      if (await database.write.replaceRequest({ ...asked, earlier })) return { outcome: 'begun' }
      continue
    }
    if (earlier !== awaited) rests = RESTS_MS.values()
    awaited = earlier
    const rest = rests.next()
    if (!rest.done) await sleep(rest.value)
    else if (await database.write.shareRequest({ orderId, earlier })) return { outcome: 'begun' }
  }
}
