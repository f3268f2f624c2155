import type { Product } from '#contracts/catalog.ts'
import type { Drop } from '#contracts/drops.ts'
import type { ServiceStatus } from '#contracts/gateway-api.ts'

type Known = {
  readonly drop: Drop
  readonly product: Pick<Product, 'price' | 'images'>
  /** Whether a rehearsal of this drop kept every promise; null where none has ended. */
  readonly rehearsed: boolean | null
  /** Undefined until they are known. */
  readonly services: readonly Pick<ServiceStatus, 'state'>[] | undefined
}

export type OpeningCheck = {
  readonly about: 'units' | 'price' | 'limit' | 'picture' | 'parts' | 'rehearsal'
  readonly isRight: boolean
}

/** What must be right when a drop opens, as far as a machine can tell. */
export function checksOf({ drop, product, services, rehearsed }: Known): readonly OpeningCheck[] {
  return [
    { about: 'units', isRight: drop.units > 0 && drop.remaining === drop.units },
    {
      about: 'price',
      isRight: drop.price.amountMinor <= product.price.amountMinor,
    },
    { about: 'limit', isRight: drop.limitPerMember < Math.max(2, drop.units) },
    { about: 'picture', isRight: product.images.length > 0 },
    { about: 'parts', isRight: services?.every(({ state }) => state === 'up') ?? false },
    { about: 'rehearsal', isRight: rehearsed === true },
  ]
}
