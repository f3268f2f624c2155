import type { Order } from '#contracts/orders.ts'

export type ReturnableLine = Order['lines'][number] & { readonly left: number }

/** Lines of which something can still be returned, and how much: what is on its way back is not. */
export function returnableLines({
  lines,
  returns,
}: Pick<Order, 'lines' | 'returns'>): readonly ReturnableLine[] {
  const goesBack = (skuId: string) =>
    returns
      .flatMap(one => one.lines)
      .filter(line => line.skuId === skuId)
      .reduce((units, { quantity }) => units + quantity, 0)
  return lines
    .map(line => ({ ...line, left: line.quantity - goesBack(line.skuId) }))
    .filter(({ left }) => left > 0)
}

/** How many of each go back at first: all of the only one; of several nobody knows which is meant. */
export const firstChoice = (left: readonly ReturnableLine[]): Readonly<Record<string, string>> =>
  Object.fromEntries(left.map(line => [line.skuId, String(left.length === 1 ? line.left : 0)]))
