/**
 * Amounts of two currencies cannot be compared, so what is sorted by price goes currency by
 * currency: the shop's own first, then the others by their codes.
 */
export function currencyOrder(own: string): (one: string, other: string) => number {
  const place = (currency: string) => (currency === own ? '' : currency)
  return (one, other) => {
    if (one === other) return 0
    return place(one) < place(other) ? -1 : 1
  }
}
