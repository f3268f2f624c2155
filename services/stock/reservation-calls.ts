import assert from 'node:assert/strict'
import type { Calls } from '#contracts/operation.ts'
import { orderIdOf, reservationIdOf } from '#contracts/order-id.ts'
import { refuse } from '#contracts/problems.ts'
import type { Reservation, ReservationRecord, stockApi } from '#contracts/stock.ts'
import { uuidv8 } from '#platform/ids.ts'
import type { LaneAnswer } from './claim-lane.ts'
import type { claimLanes } from './claim-lanes.ts'
import { findDrop } from './drop-calls.ts'
import type { StockParts } from './stock-service.ts'

type ReservationCalls = Pick<
  Calls<typeof stockApi>,
  | 'reserve'
  | 'readReservation'
  | 'releaseReservation'
  | 'findReservation'
  | 'findPosition'
  | 'pin'
  | 'unpin'
  | 'releaseSold'
  | 'returnUnits'
>

export function reservationCalls(
  parts: StockParts,
  lanes: ReturnType<typeof claimLanes>,
): ReservationCalls {
  const { database, onChanges, nowMs, refusals, stats } = parts

  function refusalOf(dropId: string, outcome: Exclude<LaneAnswer['outcome'], 'reserved'>) {
    // A drop that is nowhere is not counted: anybody can name any number of those.
    if (outcome !== 'drop_unknown') {
      refusals.count(dropId, outcome)
      stats.moved(dropId)
    }
    return outcome === 'drop_not_open' ? notOpen(dropId) : refuse(outcome)
  }

  async function notOpen(dropId: string) {
    const drop = await findDrop(parts, dropId)
    const opensAtMs = drop?.opensAtMs ?? null
    return refuse('drop_not_open', { opensAtMs, serverTimeMs: nowMs() })
  }

  return {
    async reserve({ dropId, quantity }, { caller, idempotencyKey, untilMs }) {
      assert(caller !== null && idempotencyKey !== undefined, 'the gateway lets nobody else in')
      const { memberId } = caller
      const reservationId = uuidv8('drop-reservation', memberId, dropId, idempotencyKey)
      const answer = await lanes.reserve(dropId, { reservationId, memberId, quantity, untilMs })
      return answer.outcome === 'reserved' ? answer.answer : refusalOf(dropId, answer.outcome)
    },

    async readReservation({ reservationId }, { caller }) {
      assert(caller !== null, 'the gateway lets no visitor in')
      const key = { memberId: caller.memberId, reservationId }
      const record = await database.read.findReservation(key)
      if (record === null) return refuse('not_found')
      return asSeen(record, await database.read.readReceipt(key))
    },

    async releaseReservation({ reservationId }, { caller }) {
      assert(caller !== null, 'the gateway lets no visitor in')
      const { memberId } = caller
      const { outcome, changes } = await database.write.release({ reservationId, memberId })
      onChanges(changes)
      return outcome === 'released' ? null : refuse(outcome)
    },

    async findReservation({ memberId, orderId }) {
      const key = { memberId, reservationId: reservationIdOf(orderId) }
      return (await database.read.findReservation(key)) ?? refuse('not_found')
    },

    async findPosition(place) {
      const holder = await database.read.readHolder(place)
      if (holder === null) return refuse('not_found')
      const { memberId, reservationId } = holder
      return { memberId, reservationId, orderId: orderIdOf(reservationId) }
    },

    async pin(request) {
      const { outcome } = await database.write.pin(request)
      stats.pinMoved()
      return outcome === 'pinned' ? { state: 'pinned' } : refuse(outcome)
    },

    async unpin(request) {
      const unpinned = await database.write.unpin(request)
      if (unpinned === null) return refuse('not_found')
      onChanges(unpinned.changes)
      stats.pinMoved()
      return { state: unpinned.state }
    },

    async releaseSold({ memberId, orderId }) {
      const key = { memberId, reservationId: reservationIdOf(orderId) }
      const { outcome, changes } = await database.write.releaseSold(key)
      onChanges(changes)
      return outcome === 'done' ? null : refuse(outcome)
    },

    async returnUnits({ returnId, memberId, orderId, lines }) {
      const reservationId = reservationIdOf(orderId)
      const request = { returnId, memberId, reservationId, lines }
      const { outcome, changes } = await database.write.returnUnits(request)
      onChanges(changes)
      return outcome === 'done' ? null : refuse(outcome)
    },
  }
}

function asSeen(record: ReservationRecord, receipt: string | null): Reservation {
  const { reservationId, orderId, state, lines, total, expiresAtMs, dropId, position } = record
  return {
    reservationId,
    orderId,
    state,
    lines,
    total,
    expiresAtMs,
    ...(dropId === null ? {} : { dropId }),
    ...(position === null ? {} : { position }),
    ...(receipt === null ? {} : { receipt: JSON.parse(receipt) }),
  }
}
