import type { Drop } from '#contracts/drops.ts'
import { CompactLink } from '#web/console/compact-button.tsx'
import { type Column, DataTable } from '#web/console/data-table.tsx'
import { FilterChoice } from '#web/console/filter-choice.tsx'
import { Paper } from '#web/console/paper.tsx'
import { RowLink } from '#web/console/row-link.tsx'
import { StateMark } from '#web/console/state-mark.tsx'
import { inUnits } from '#web/console/typed-number.ts'
import { oneOf, useFilters } from '#web/console/use-filters.ts'
import { useListing } from '#web/console/use-listing.ts'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleDropWords } from '#web/console/words/console-drops.ts'
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
  const listing = useListing(
    'stock.listDrops',
    { ...(state !== undefined && { state }), limit: 50 },
    { everyMs: EVERY_MS },
  )
  const columns: readonly Column<Drop>[] = [
    {
      head: sayDrop('drop'),
      isWide: true,
      show: ({ dropId, title }) => <RowLink to={`/drops/${dropId}`}>{title}</RowLink>,
      text: ({ title }) => title,
    },
    {
      head: sayDrop('state'),
      show: drop => <StateMark state={drop.state} />,
      text: drop => drop.state,
    },
    {
      head: sayDrop('opensAt'),
      show: ({ opensAtMs }) => <span className="whitespace-nowrap">{dateTime(opensAtMs)}</span>,
      text: ({ opensAtMs }) => dateTime(opensAtMs),
    },
    {
      head: sayDrop('closesAt'),
      show: ({ closesAtMs }) => <span className="whitespace-nowrap">{dateTime(closesAtMs)}</span>,
      text: ({ closesAtMs }) => dateTime(closesAtMs),
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
      <div className="mb-3">
        <FilterChoice
          label={sayDrop('state')}
          all={say('all')}
          value={state ?? ''}
          onChoose={value => filters.choose({ state: value })}
          options={states.map(value => ({ value, name: say(value) }))}
        />
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
