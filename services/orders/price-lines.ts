import type { Static } from 'typebox'
import { Compile } from 'typebox/compile'
import type { catalogApi } from '#contracts/catalog.ts'
import { add, Money, times, zero } from '#contracts/money.ts'
import { type Refusal, refuse, refuseField } from '#contracts/problems.ts'

export type OrderItem = { readonly skuId: string; readonly quantity: number }

export type SkuForSale = Static<typeof catalogApi.readSkusForSale.output>['skus'][number]

type PricedLine = OrderItem & { readonly unitPrice: Money }

type Priced =
  | { readonly outcome: 'priced'; readonly lines: readonly PricedLine[] }
  | {
      readonly outcome: 'refused'
      readonly refusal: Refusal<'gone' | 'drop_only' | 'invalid_request'>
    }

const isMoney = Compile(Money)

/** The refusal of an order that names a SKU twice, null where none does. */
export function refuseRepeatedSkus(
  items: readonly OrderItem[],
  path = 'items',
): Refusal<'invalid_request'> | null {
  const errors = items.flatMap(({ skuId }, at) =>
    items.findIndex(item => item.skuId === skuId) === at
      ? []
      : [{ path: `${path}.${at}.skuId`, message: 'This SKU stands here twice.' }],
  )
  return errors.length === 0 ? null : refuse('invalid_request', { errors })
}

/** The items at the catalogue's present prices, or why what `path` names cannot be ordered. */
export function priceLines(
  items: readonly OrderItem[],
  skus: readonly SkuForSale[],
  path = 'items',
): Priced {
  const skuById = new Map(skus.map(sku => [sku.skuId, sku]))
  const gone = items.filter(item => !skuById.has(item.skuId))
  if (gone.length > 0) return refused(refuse('gone', { skuIds: idsOf(gone) }))
  const dropOnly = items.filter(item => skuById.get(item.skuId)?.kind === 'drop')
  if (dropOnly.length > 0) return refused(refuse('drop_only', { skuIds: idsOf(dropOnly) }))
  const lines = items.flatMap(item => {
    const sku = skuById.get(item.skuId)
    return sku === undefined ? [] : [{ ...item, unitPrice: sku.price }]
  })
  const message = faultOfTotal(lines)
  if (message === null) return { outcome: 'priced', lines }
  return refused(refuseField(path, message))
}

/** Null where these lines cost what the shopper was shown, or where nobody told what that was. */
export function refuseOtherTotal(
  lines: readonly PricedLine[],
  seenTotal: Money | undefined,
): Refusal<'price_changed'> | null {
  if (seenTotal === undefined) return null
  const currency = lines[0]?.unitPrice.currency ?? seenTotal.currency
  const total = lines.map(line => times(line.unitPrice, line.quantity)).reduce(add, zero(currency))
  const isSame = total.amountMinor === seenTotal.amountMinor && currency === seenTotal.currency
  return isSame ? null : refuse('price_changed', { seenTotal, total })
}

/** Whether a reservation takes exactly these items. */
export function takesItems(lines: readonly OrderItem[], items: readonly OrderItem[]): boolean {
  const quantities = new Map(lines.map(line => [line.skuId, line.quantity]))
  return (
    lines.length === items.length &&
    items.every(item => quantities.get(item.skuId) === item.quantity)
  )
}

function faultOfTotal(lines: readonly PricedLine[]): string | null {
  const [first] = lines
  const currency = first?.unitPrice.currency ?? ''
  if (lines.some(line => line.unitPrice.currency !== currency)) {
    return 'One order is of one currency.'
  }
  const amountMinor = lines.reduce(
    (sum, line) => sum + line.unitPrice.amountMinor * line.quantity,
    0,
  )
  return isMoney.Check({ amountMinor, currency }) ? null : 'This is more than one order may cost.'
}

const idsOf = (items: readonly OrderItem[]) => items.map(item => item.skuId)

const refused = (refusal: Extract<Priced, { outcome: 'refused' }>['refusal']): Priced => ({
  outcome: 'refused',
  refusal,
})
