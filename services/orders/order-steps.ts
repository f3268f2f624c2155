import { publishOrders } from './order-live.ts'
import type { OrdersDeps } from './orders-service.ts'

/** A transaction must not hinder those who buy. */
const AT_ONCE = 200

/** Ships and delivers what is due by the shop's own schedule. */
export async function takeSteps(deps: OrdersDeps): Promise<void> {
  const { database, dayMs } = deps
  for (;;) {
    const { orderIds, looked } = await database.write.takeSteps({ dayMs, limit: AT_ONCE })
    await publishOrders(deps, orderIds)
    if (looked < AT_ONCE) return
  }
}
