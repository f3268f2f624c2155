import type { Drop } from '#contracts/drops.ts'
import { changedFields } from '#web/console/changed-fields.ts'
import type { Input } from '#web/kit/contract.ts'
import { isoTime } from '#web/kit/format.ts'
import { priceText } from '#web/kit/typed-number.ts'
import { type DropFaults, type DropFields, readDropForm } from './drop-form.ts'
import { fieldOfInstant } from './local-instant.ts'

type Read =
  | { readonly is: 'right'; readonly change: Omit<Input<'stock.changeDrop'>, 'dropId'> }
  | { readonly is: 'wrong'; readonly faults: DropFaults }

/** How the fields show a drop: of its instants the minute only. */
export const fieldsOfDrop = (drop: Drop): DropFields => ({
  productId: drop.productId,
  skuId: drop.skuId,
  title: drop.title,
  price: priceText(drop.price.amountMinor, drop.price.currency),
  units: String(drop.units),
  opens: fieldOfInstant(drop.opensAtMs),
  closes: fieldOfInstant(drop.closesAtMs),
  limit: String(drop.limitPerMember),
  holdMinutes: String(drop.holdMs / 60_000),
})

/**
 * The fields of a drop that say something else than it does, and no others: an opening that nobody
 * touched must not move to the minute that is shown. After the opening only the title and the
 * closing are looked at.
 */
export function readDropChange(typed: Partial<DropFields>, drop: Drop, nowMs: number): Read {
  const isUpcoming = drop.state === 'upcoming'
  const { title, closes, ...promised } = changedFields(typed, fieldsOfDrop(drop))
  const changed: Partial<DropFields> = {
    ...(title !== undefined && { title }),
    ...(closes !== undefined && { closes }),
    ...(isUpcoming && promised),
  }
  const exactly = {
    ...fieldsOfDrop(drop),
    opens: isoTime(drop.opensAtMs),
    closes: isoTime(drop.closesAtMs),
    // They move by an act of their own, which may have left none.
    units: '1',
  }
  const read = readDropForm(
    { ...exactly, ...changed },
    // What has opened lies behind us, and is not changed.
    { nowMs: isUpcoming ? nowMs : 0, available: null, currency: drop.price.currency },
  )
  if (read.is === 'wrong') return read
  const { title: newTitle, price, opensAtMs, closesAtMs, limitPerMember, holdMs } = read.drop
  return {
    is: 'right',
    change: {
      ...(changed.title !== undefined && newTitle !== undefined && { title: newTitle }),
      ...(changed.price !== undefined && { price }),
      ...(changed.opens !== undefined && { opensAtMs }),
      ...(changed.closes !== undefined && { closesAtMs }),
      ...(changed.limit !== undefined && { limitPerMember }),
      ...(changed.holdMinutes !== undefined && holdMs !== undefined && { holdMs }),
    },
  }
}
