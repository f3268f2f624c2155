import type { Calls } from '#contracts/operation.ts'
import type { ordersApi } from '#contracts/orders.ts'
import { openAddress } from './order-address.ts'
import type { OrdersDeps } from './orders-service.ts'
import { openReason } from './return-reason.ts'

type PersonalCalls = Pick<Calls<typeof ordersApi>, 'exportBelongings' | 'forgetMember'>

/** What orders knows of a member: shown to the member, and forgotten with the account. */
export function belongingsCalls(
  deps: Pick<OrdersDeps, 'database' | 'personalData'>,
): PersonalCalls {
  const { database } = deps
  return {
    async exportBelongings({ memberId }) {
      const { cart, requests, returns } = await database.read.readBelongings({ memberId })
      return {
        cart: cart.map(({ unitPriceMinor: amountMinor, currency, ...item }) => ({
          ...item,
          unitPrice: { amountMinor, currency },
        })),
        orderRequests: requests.map(({ requestedAtMs, ...request }) => {
          const shippingAddress = openAddress(deps, request)
          const { orderId } = request
          return { orderId, requestedAtMs, ...(shippingAddress && { shippingAddress }) }
        }),
        returnReasons: returns.map(({ orderId, ...stored }) => {
          return { returnId: stored.returnId, orderId, reason: openReason(deps, stored) }
        }),
      }
    },

    forgetMember: ({ memberId }) => database.write.forgetMember({ memberId }),
  }
}
