import { useState } from 'react'
import { Notice } from '#web/kit/notice.tsx'
import { refusalOf } from '#web/kit/refusal.ts'
import { saveFile } from '#web/kit/save-file.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { CompactButton } from './compact-button.tsx'
import { csvText } from './csv-text.ts'
import type { Column } from './data-table.tsx'
import type { Listing } from './use-listing.ts'
import { useRefusalText } from './use-refusal-text.ts'
import { consoleWords } from './words/console.ts'

/** Below a table: how much is shown, more of it, and all of it as a file, shown or not. */
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
  const { number } = useFormat()
  const refusalText = useRefusalText()
  const { hasMore, isMoreComing, more, whole } = listing
  const [isSaving, setSaving] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)

  async function saveAll() {
    setSaving(true)
    setTrouble(null)
    try {
      const all = hasMore ? await whole() : { rows, isWhole: true }
      save(all.rows, all.isWhole)
    } catch (error) {
      setTrouble(refusalText(refusalOf(error)))
    } finally {
      setSaving(false)
    }
  }

  function save(saved: readonly Row[], isWhole: boolean) {
    const written = columns.flatMap(({ head, text }) =>
      text === undefined ? [] : [{ head, text }],
    )
    const lines = [
      written.map(({ head }) => head),
      ...saved.map(row => written.map(({ text }) => text(row))),
    ]
    const file = isWhole ? name : say('csvFirst', { name, count: number(saved.length) })
    saveFile(`${file}.csv`, new Blob([csvText(lines)], { type: 'text/csv' }))
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
      <CompactButton isBusy={isSaving} onClick={() => void saveAll()}>
        {say('csv')}
      </CompactButton>
      {trouble !== null && (
        <div className="w-full">
          <Notice look="wrong">{trouble}</Notice>
        </div>
      )}
    </div>
  )
}
