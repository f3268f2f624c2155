import assert from 'node:assert/strict'
import type { ShippingAddress } from '#contracts/orders.ts'
import { isRefusal } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { isBeforeShipping } from './order.ts'
import { sealAddress } from './order-address.ts'
import type { AddressCopy } from './order-address-store.ts'
import { publishOrders } from './order-live.ts'
import type { StoredOrder } from './order-read-store.ts'
import type { OrdersDeps } from './orders-service.ts'

/** How many paid orders a run of the job gives their address: it must not hinder a rush. */
const ORDERS_PER_RUN = 200

/**
 * Copies the member's default address into those of the orders, all of that member, that still
 * want one. Without a default they go on wanting until they are paid: it may be typed in at the
 * checkout. Gives the orders as they are then.
 */
export async function copyDefaultAddress(
  deps: OrdersDeps,
  memberId: string,
  orders: readonly StoredOrder[],
): Promise<readonly StoredOrder[]> {
  const wanting = orders.filter(
    order => order.addressState === 'wanted' && isBeforeShipping(order.state),
  )
  if (wanting.length === 0) return orders
  const address = await askDefaultAddress(deps, memberId)
  if (address === null || address === undefined) return orders
  await deps.database.write.copyAddresses({
    copies: wanting.map(order => copyOf(deps, order.orderId, address)),
  })
  const orderIds = orders.map(order => order.orderId)
  const present = await deps.database.read.readOrders({ orderIds })
  const byId = new Map(present.map(order => [order.orderId, order]))
  return orders.map(order => byId.get(order.orderId) ?? order)
}

/** The member's default address, null where there is none, undefined where members do not answer. */
export async function askDefaultAddress(
  { members, log }: OrdersDeps,
  memberId: string,
): Promise<ShippingAddress | null | undefined> {
  try {
    return (await readDefaultAddresses(members, [memberId])).get(memberId) ?? null
  } catch (error) {
    // The order stands without it, and goes on wanting one.
    log.warn({ err: error }, 'members did not tell a default address')
    return undefined
  }
}

/** Gives paid orders that nobody has looked at their member's default address. */
export async function copyWantedAddresses(deps: OrdersDeps): Promise<void> {
  const { database, members } = deps
  const wanted = await database.read.listAddressWanted({ limit: ORDERS_PER_RUN })
  if (wanted.length === 0) return
  const memberIds = [...new Set(wanted.map(order => order.memberId))]
  const addresses = await readDefaultAddresses(members, memberIds)
  const copies = wanted.map(({ orderId, memberId }) =>
    copyOf(deps, orderId, addresses.get(memberId) ?? null),
  )
  await database.write.copyAddresses({ copies })
  await publishOrders(
    deps,
    copies.map(copy => copy.orderId),
  )
}

async function readDefaultAddresses(
  members: OrdersDeps['members'],
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, ShippingAddress>> {
  const answer = await members.readDefaultAddresses({ memberIds: [...memberIds] }, fromService)
  assert(!isRefusal(answer), 'a service is not refused a default address')
  return new Map(answer.addresses.map(({ memberId, address }) => [memberId, address]))
}

function copyOf(deps: OrdersDeps, orderId: string, address: ShippingAddress | null): AddressCopy {
  return { orderId, sealed: address === null ? null : sealAddress(deps, orderId, address) }
}
