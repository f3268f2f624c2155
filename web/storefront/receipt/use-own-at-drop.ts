import { useQuery } from '@tanstack/react-query'
import type { Order } from '#contracts/orders.ts'
import type { WaitlistPlace } from '#contracts/waitlist.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { useStanding } from '#web/kit/use-store.ts'

/** What whoever is here has of a drop: the newest orders, and the place in its line. */
export type OwnAtDrop = { readonly orders: readonly Order[]; readonly place: WaitlistPlace | null }

const visitors: OwnAtDrop = { orders: [], place: null }

/** Nothing of a visitor's; null until it is known. */
export function useOwnAtDrop(dropId: string) {
  const { is } = useStanding()
  const enabled = is === 'member'
  const orders = useQuery({ ...reading('orders.listOrders', { limit: 100 }), enabled })
  const places = useQuery({ ...reading('stock.listWaitlistPlaces', { dropId }), enabled })
  const isRead = orders.data !== undefined && places.data !== undefined
  const members = isRead ? { orders: orders.data.items, place: places.data.items[0] ?? null } : null
  return {
    own: is === 'visitor' ? visitors : members,
    error: enabled ? (orders.error ?? places.error) : null,
    readAgain: () => (enabled ? Promise.all([orders.refetch(), places.refetch()]) : null),
  }
}
