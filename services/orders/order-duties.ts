import assert from 'node:assert/strict'
import { isRefusal } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { Duty, DutyToDo, ReturnRefund } from './order-duty-store.ts'
import { publishOrders } from './order-live.ts'
import type { OrdersDeps } from './orders-service.ts'

const AT_ONCE = 50

/**
 * Tells stock and payments what follows from orders that moved. Whatever does not come off is
 * tried again; each is keyed, so that repetition does no harm.
 */
export async function carryOutDuties(deps: OrdersDeps): Promise<void> {
  const duties = await deps.database.write.claimDuties({ limit: AT_ONCE })
  await Promise.all(duties.map(duty => carryOut(deps, duty)))
}

async function carryOut(deps: OrdersDeps, { dutyId, duty }: DutyToDo): Promise<void> {
  const { kind, orderId } = duty
  try {
    const answer = await tell(deps, duty)
    if (isRefusal(answer)) {
      deps.log.error({ kind, orderId, refused: answer.refused }, 'what an order owes was refused')
      return
    }
    const refund = refundOf(duty, answer)
    await deps.database.write.endDuty({ dutyId, refund })
    if (refund !== null) await publishOrders(deps, [orderId])
  } catch (error) {
    deps.log.warn({ err: error, kind, orderId }, 'what an order owes will be tried again')
  }
}

/** A merchant may have given back a part before, so payments tells how much it was. */
function refundOf(
  duty: Duty,
  answer: { readonly amountMinor: number } | null,
): ReturnRefund | null {
  if (duty.kind !== 'refund' || duty.returnId === undefined) return null
  assert(answer !== null, 'payments tells what it gives back')
  return { returnId: duty.returnId, amountMinor: answer.amountMinor }
}

function tell({ stock, payments }: OrdersDeps, duty: Duty) {
  const { orderId, memberId } = duty
  switch (duty.kind) {
    case 'release_units':
      return stock.releaseSold({ memberId, orderId }, fromService)
    case 'return_units': {
      const { returnId, lines } = duty
      return stock.returnUnits({ returnId, memberId, orderId, lines: [...lines] }, fromService)
    }
    case 'refund': {
      const { refundId, paymentId, amountMinor, reason } = duty
      return payments.refundOrder({ refundId, paymentId, amountMinor, reason }, fromService)
    }
  }
}
