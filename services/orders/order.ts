import type { OrderState } from '#contracts/orders.ts'

/** Every legal move of an order. What does not stand here cannot happen. */
export const orderMoves = {
  awaiting_payment: ['paid', 'cancelled', 'expired'],
  paid: ['shipped', 'cancelled'],
  shipped: ['delivered'],
  delivered: ['returned'],
  returned: [],
  cancelled: [],
  expired: [],
} as const satisfies Record<OrderState, readonly OrderState[]>

/** The state in which an order is born. */
export const firstState: OrderState = 'awaiting_payment'

export const orderStates = Object.keys(orderMoves) as OrderState[]

export function canMove(from: OrderState, to: OrderState): boolean {
  return (orderMoves[from] as readonly OrderState[]).includes(to)
}

/** The states from which an order may move into this one: the guard of the move's statement. */
export function statesBefore(to: OrderState): OrderState[] {
  return orderStates.filter(from => canMove(from, to))
}

/**
 * What news of a state does to an order that went through `history`: it moves, it stays because
 * the news is old, or the news contradicts the table. No state is entered twice, so old news is
 * told by the history alone.
 */
export function takeNews(
  history: readonly OrderState[],
  news: OrderState,
): 'moves' | 'stays' | 'illegal' {
  if (history.includes(news)) return 'stays'
  const present = history.at(-1)
  return present !== undefined && canMove(present, news) ? 'moves' : 'illegal'
}

type Passage = { readonly state: OrderState; readonly atMs: number }

/** The way of an order, given the instant of each state that it entered. */
export function historyOf(instants: Partial<Record<OrderState, number | null>>): Passage[] {
  return orderStates.flatMap(state => {
    const atMs = instants[state]
    return atMs === undefined || atMs === null ? [] : [{ state, atMs }]
  })
}

/** Whether it is still to be shipped, so that its address matters and may change. */
export function isBeforeShipping(state: OrderState): boolean {
  return state !== 'shipped' && reaches(state, 'shipped')
}

export const statesBeforeShipping = orderStates.filter(isBeforeShipping)

/** What a member's wish to cancel comes to: what was paid is taken back, units and money. */
export function decideCancellation(
  state: OrderState,
): 'release' | 'take_back' | 'already_cancelled' | 'not_cancellable' {
  if (state === 'cancelled') return 'already_cancelled'
  if (!canMove(state, 'cancelled')) return 'not_cancellable'
  return state === 'awaiting_payment' ? 'release' : 'take_back'
}

function reaches(from: OrderState, to: OrderState): boolean {
  return orderMoves[from].some(next => next === to || reaches(next, to))
}
