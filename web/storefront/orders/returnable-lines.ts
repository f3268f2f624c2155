import type { Order } from '#contracts/orders.ts'

type Line = Order['lines'][number]

/** Lines of which something can still be returned, and how much: what is on its way back is not. */
export function returnableLines({
  lines,
  returns,
}: Pick<Order, 'lines' | 'returns'>): readonly (Line & { readonly left: number })[] {
  const goesBack = (skuId: string) =>
    returns
      .flatMap(one => one.lines)
      .filter(line => line.skuId === skuId)
      .reduce((units, { quantity }) => units + quantity, 0)
  return lines
    .map(line => ({ ...line, left: line.quantity - goesBack(line.skuId) }))
    .filter(({ left }) => left > 0)
}
