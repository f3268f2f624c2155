import type { Drop } from '#contracts/drops.ts'
import { CompactButton, CompactLink } from '#web/console/compact-button.tsx'
import { type Column, DataTable } from '#web/console/data-table.tsx'
import { FilterChoice } from '#web/console/filter-choice.tsx'
import { nameWithOptions } from '#web/console/options-text.ts'
import { Paper } from '#web/console/paper.tsx'
import { RowLink } from '#web/console/row-link.tsx'
import { StateMark } from '#web/console/state-mark.tsx'
import { oneOf, useFilters } from '#web/console/use-filters.ts'
import { useListing } from '#web/console/use-listing.ts'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleDropWords } from '#web/console/words/console-drops.ts'
import { isoTime } from '#web/kit/format.ts'
import { inUnits } from '#web/kit/typed-number.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'

const states = ['upcoming', 'open', 'ended'] as const
const EVERY_MS = 5_000

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

/** All drops, with what is left of each. */
export function DropListPage() {
  const say = useWords(consoleWords)
  const sayDrop = useWords(consoleDropWords)
  const { number, money, dateTime } = useFormat()
  const filters = useFilters()
  const state = oneOf(states, filters.of('state'))
  const productId = filters.of('product')
  const listing = useListing(
    'stock.listDrops',
    {
      ...(state !== undefined && { state }),
      ...(productId !== '' && { productId }),
      limit: 50,
    },
    { everyMs: EVERY_MS },
  )
  const columns: readonly Column<Drop>[] = [
    {
      head: sayDrop('drop'),
      isWide: true,
      show: drop => <RowLink to={`/drops/${drop.dropId}`}>{nameWithOptions(drop)}</RowLink>,
      text: nameWithOptions,
    },
    {
      head: sayDrop('state'),
      show: drop => <StateMark state={drop.state} />,
      text: drop => drop.state,
    },
    {
      head: sayDrop('opensAt'),
      show: ({ opensAtMs }) => <span className="whitespace-nowrap">{dateTime(opensAtMs)}</span>,
      text: ({ opensAtMs }) => isoTime(opensAtMs),
    },
    {
      head: sayDrop('closesAt'),
      show: ({ closesAtMs }) => <span className="whitespace-nowrap">{dateTime(closesAtMs)}</span>,
      text: ({ closesAtMs }) => isoTime(closesAtMs),
    },
    {
      head: sayDrop('price'),
      isNumber: true,
      show: ({ price }) => money(price),
      text: ({ price }) => inUnits(price),
    },
    { head: say('currency'), text: ({ price }) => price.currency },
    {
      head: sayDrop('units'),
      isNumber: true,
      show: ({ units }) => number(units),
      text: ({ units }) => units,
      total: rows => number(sum(rows.map(({ units }) => units))),
    },
    {
      head: sayDrop('remaining'),
      isNumber: true,
      show: ({ remaining }) => number(remaining),
      text: ({ remaining }) => remaining,
      total: rows => number(sum(rows.map(({ remaining }) => remaining))),
    },
    {
      head: sayDrop('waiting'),
      isNumber: true,
      show: ({ waiting }) => number(waiting),
      text: ({ waiting }) => waiting,
      total: rows => number(sum(rows.map(({ waiting }) => waiting))),
    },
    {
      head: sayDrop('board'),
      show: ({ dropId }) => (
        <CompactLink to={`/drops/${dropId}/board`}>{sayDrop('board')}</CompactLink>
      ),
    },
  ]
  return (
    <Paper
      title={say('drops')}
      actions={
        <CompactLink to="/drops/new" look="seal">
          {sayDrop('plan')}
        </CompactLink>
      }
    >
      <div className="mb-3 flex flex-wrap items-center gap-x-6 gap-y-2">
        <FilterChoice
          label={sayDrop('state')}
          all={say('all')}
          value={state ?? ''}
          onChoose={value => filters.choose({ state: value })}
          options={states.map(value => ({ value, name: say(value) }))}
        />
        {productId !== '' && (
          <CompactButton onClick={() => filters.choose({ product: '' })}>
            {sayDrop('ofAllProducts')}
          </CompactButton>
        )}
      </div>
      <DataTable
        name={say('drops')}
        columns={columns}
        listing={listing}
        keyOf={({ dropId }) => dropId}
        nothing={sayDrop('noDrops')}
      />
    </Paper>
  )
}
