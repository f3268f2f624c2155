import { saveFile } from '#web/kit/save-file.ts'
import { useWords } from '#web/kit/use-words.ts'
import { CompactButton } from './compact-button.tsx'
import { csvText } from './csv-text.ts'
import type { Column } from './data-table.tsx'
import type { Listing } from './use-listing.ts'
import { consoleWords } from './words/console.ts'

/** Below a table: how much is shown, more of it, and what is shown as a file. */
export function TableFoot<Row>({
  name,
  columns,
  listing,
  rows,
}: {
  readonly name: string
  readonly columns: readonly Column<Row>[]
  readonly listing: Listing<Row>
  readonly rows: readonly Row[]
}) {
  const say = useWords(consoleWords)
  const { hasMore, isMoreComing, more } = listing

  function save() {
    const written = columns.flatMap(({ head, text }) =>
      text === undefined ? [] : [{ head, text }],
    )
    const lines = [
      written.map(({ head }) => head),
      ...rows.map(row => written.map(({ text }) => text(row))),
    ]
    saveFile(`${name}.csv`, new Blob([csvText(lines)], { type: 'text/csv' }))
  }

  return (
    <div className="mt-2 flex flex-wrap items-center gap-2 text-14 text-quiet">
      <p role="status" className="mr-auto">
        {hasMore
          ? say('shownSoFar', { count: rows.length })
          : say('shownAll', { count: rows.length })}
      </p>
      {hasMore && (
        <CompactButton isBusy={isMoreComing} onClick={more}>
          {say('more')}
        </CompactButton>
      )}
      <CompactButton onClick={save}>{say('csv')}</CompactButton>
    </div>
  )
}
