import type { Order } from '#contracts/orders.ts'

type Return = Order['returns'][number]
type Line = Order['lines'][number]

/** The lines of the order that a return is of, each with the units that go back. */
export const linesOfReturn = (
  { lines: back }: Pick<Return, 'lines'>,
  { lines }: Pick<Order, 'lines'>,
): readonly Pick<Line, 'skuId' | 'title' | 'options' | 'quantity'>[] =>
  back.flatMap(({ skuId, quantity }) =>
    lines
      .filter(line => line.skuId === skuId)
      .map(({ title, options }) => ({ skuId, title, options, quantity })),
  )
