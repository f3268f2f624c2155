import type { OrderState } from '#contracts/orders.ts'
import { CompactLink } from '#web/console/compact-button.tsx'
import { DataTable } from '#web/console/data-table.tsx'
import { FilterChoice } from '#web/console/filter-choice.tsx'
import { Paper } from '#web/console/paper.tsx'
import { SearchField } from '#web/console/search-field.tsx'
import { oneOf, useFilters } from '#web/console/use-filters.ts'
import { useListing } from '#web/console/use-listing.ts'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleOrderWords } from '#web/console/words/console-orders.ts'
import { useStore } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { askedFor, searched } from './order-search.ts'
import { useOrderColumns } from './use-order-columns.tsx'

const states = [
  'awaiting_payment',
  'paid',
  'shipped',
  'delivered',
  'returned',
  'cancelled',
  'expired',
] as const satisfies readonly OrderState[]

const EVERY_MS = 10_000

/** All orders, or those that a mail address, a number, a receipt or a state leads to. */
export function ConsoleOrdersPage() {
  const say = useWords(consoleWords)
  const sayOrder = useWords(consoleOrderWords)
  const q = askedFor(useStore(searched))
  const filters = useFilters()
  const state = oneOf(states, filters.of('state'))
  const isComingBack = filters.of('returns') === 'requested'
  const input = {
    ...(q !== '' && { q }),
    ...(state !== undefined && { state }),
    limit: 50,
  }
  const listing = useListing(
    'orders.listAllOrders',
    isComingBack ? { returns: 'requested', limit: 50 } : input,
    { everyMs: EVERY_MS },
  )
  const columns = useOrderColumns()
  return (
    <Paper
      title={say('orders')}
      actions={<CompactLink to="/shipping">{say('shipping')}</CompactLink>}
    >
      <div className="mb-3 flex flex-wrap items-center gap-x-6 gap-y-2">
        <SearchField
          label={sayOrder('searchWhat')}
          value={useStore(searched)}
          onSearch={text => {
            filters.choose({ returns: '' })
            searched.write(text)
          }}
        />
        <FilterChoice
          label={sayOrder('state')}
          all={say('all')}
          value={isComingBack ? 'coming_back' : (state ?? '')}
          onChoose={value =>
            filters.choose(
              value === 'coming_back'
                ? { returns: 'requested', state: '' }
                : { returns: '', state: value },
            )
          }
          options={[
            ...states.map(value => ({ value, name: say(value) })),
            { value: 'coming_back', name: sayOrder('comingBack') },
          ]}
        />
      </div>
      <DataTable
        name={say('orders')}
        columns={columns}
        listing={listing}
        keyOf={({ orderId }) => orderId}
        nothing={sayOrder('noOrders')}
      />
    </Paper>
  )
}
