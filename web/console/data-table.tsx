import type { ReactNode } from 'react'
import { classNames } from '#web/kit/class-names.ts'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { useWords } from '#web/kit/use-words.ts'
import type { CsvCell } from './csv-text.ts'
import { TableFoot } from './table-foot.tsx'
import { TroubleOrWait } from './trouble-or-wait.tsx'
import type { Listing } from './use-listing.ts'
import { consoleWords } from './words/console.ts'

export type Column<Row> = {
  readonly head: string
  /** A column without it is in the CSV only. */
  readonly show?: (row: Row) => ReactNode
  /** For the CSV; a column without it is not in there. */
  readonly text?: (row: Row) => CsvCell
  readonly isNumber?: boolean
  /** Words that are never squeezed to one a line, however narrow the window. */
  readonly isWide?: boolean
  readonly total?: (rows: readonly Row[]) => ReactNode
}

type DataTableProps<Row> = {
  /** For those who do not see it, and the name of the CSV. */
  readonly name: string
  readonly columns: readonly Column<Row>[]
  readonly listing: Listing<Row>
  readonly keyOf: (row: Row) => string
  readonly nothing: ReactNode
}

/** A list as a table: its head stays, its totals count what is shown, and all of it goes as a CSV. */
export function DataTable<Row>({
  name,
  columns: all,
  listing,
  keyOf,
  nothing,
}: DataTableProps<Row>) {
  const say = useWords(consoleWords)
  const { rows } = listing
  if (rows === undefined) return <TroubleOrWait error={listing.error} again={listing.again} />
  if (rows.length === 0) return <EmptyState title={say('nothingHere')}>{nothing}</EmptyState>
  const columns = all.filter(({ show }) => show !== undefined)
  const hasTotals = columns.some(({ total }) => total !== undefined)
  return (
    <div>
      <section
        aria-label={name}
        className="relative max-h-[calc(100dvh-14rem)] min-h-48 goes-on-beyond overflow-auto rounded-12 border border-line"
      >
        <table className="w-full border-separate border-spacing-0 text-14 [overflow-wrap:normal]">
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column.head} scope="col" className={headClass(column)}>
                  {column.head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={keyOf(row)} className="hover:bg-sunken">
                {columns.map(column => (
                  <td key={column.head} className={cellClass(column)}>
                    {column.show?.(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          {hasTotals && (
            <tfoot>
              <tr>
                {columns.map((column, index) => (
                  <td
                    key={column.head}
                    className={classNames(
                      cellClass(column),
                      'sticky bottom-0 border-t bg-sunken font-semibold whitespace-nowrap',
                    )}
                  >
                    {index === 0 ? say('shown', { count: rows.length }) : column.total?.(rows)}
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </section>
      <TableFoot name={name} columns={all} listing={listing} rows={rows} />
    </div>
  )
}

type Kind = { readonly isNumber?: boolean; readonly isWide?: boolean }

const headClass = ({ isNumber }: Kind) =>
  classNames(
    'sticky top-0 z-1 border-b border-line bg-sunken px-3 py-2 text-12 font-semibold text-quiet whitespace-nowrap',
    isNumber ? 'text-right' : 'text-left',
  )

const cellClass = ({ isNumber, isWide }: Kind) =>
  classNames(
    'border-b border-line px-3 py-2 align-middle',
    isNumber
      ? 'text-right whitespace-nowrap'
      : classNames('text-left', isWide ? 'min-w-40' : 'min-w-24'),
  )
