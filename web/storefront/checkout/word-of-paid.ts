import type { Order } from '#contracts/orders.ts'

/** What is said of an order that was paid, by what has become of it since. */
export function wordOfPaid({ state }: Pick<Order, 'state'>) {
  if (state === 'shipped') return { title: 'paid', text: 'shippedText' } as const
  if (state === 'delivered') return { title: 'paid', text: 'deliveredText' } as const
  if (state === 'returned') return { title: 'returned', text: 'returnedText' } as const
  return { title: 'paid', text: 'paidText' } as const
}
