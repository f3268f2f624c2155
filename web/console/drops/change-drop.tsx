import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Drop, DropStats } from '#contracts/drops.ts'
import { changedFields } from '#web/console/changed-fields.ts'
import { CompactButton } from '#web/console/compact-button.tsx'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleDropWords } from '#web/console/words/console-drops.ts'
import { Field } from '#web/kit/field.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { refusalOf } from '#web/kit/refusal.ts'
import { serverNowMs } from '#web/kit/server-clock.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { fieldsOfDrop, readDropChange } from './drop-change.ts'
import { DropFields } from './drop-fields.tsx'
import type { DropFields as Fields } from './drop-form.ts'

/**
 * Before the opening everything but the units; after it the title and the closing only. What nobody
 * types over shows the drop as it is now, and is not sent.
 */
export function ChangeDrop({ drop }: { readonly drop: Drop }) {
  const say = useWords(consoleWords)
  const sayDrop = useWords(consoleDropWords)
  const refusalText = useRefusalText()
  const cache = useQueryClient()
  const [typed, setTyped] = useState<Partial<Fields>>({})
  const [wasSent, setSent] = useState(false)
  const { dropId } = drop
  const fields = { ...fieldsOfDrop(drop), ...typed }
  const read = readDropChange(typed, drop, serverNowMs())
  const faults = wasSent && read.is === 'wrong' ? read.faults : {}
  const change = useAction('stock.changeDrop', {
    done: changed => {
      // What was typed since then stays.
      setTyped(now => changedFields(now, fieldsOfDrop(changed)))
      cache.setQueryData<DropStats>(
        ['stock.readDropStats', { dropId }],
        stats => stats && { ...stats, drop: changed },
      )
      void cache.invalidateQueries({ queryKey: ['stock.readDropStats'] })
    },
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    setSent(true)
    if (read.is === 'right') change.mutate({ dropId, ...read.change })
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {drop.state === 'upcoming' ? (
        <DropFields
          currency={drop.price.currency}
          fields={fields}
          faults={faults}
          change={changed => setTyped({ ...typed, ...changed })}
        />
      ) : (
        <>
          <p className="text-14 text-quiet">{sayDrop('onlyThese')}</p>
          <Field
            label={sayDrop('dropTitle')}
            value={fields.title}
            maxLength={200}
            onChange={({ target }) => setTyped({ ...typed, title: target.value })}
          />
          <Field
            label={sayDrop('closesAt')}
            type="datetime-local"
            value={fields.closes}
            fault={
              faults.closes === undefined ? undefined : sayDrop(faults.closes, { example: '' })
            }
            onChange={({ target }) => setTyped({ ...typed, closes: target.value })}
          />
        </>
      )}
      {change.error !== null && (
        <Notice look="wrong">{refusalText(refusalOf(change.error))}</Notice>
      )}
      {change.isSuccess && <Notice look="yours">{say('done')}</Notice>}
      <div>
        <CompactButton type="submit" isBusy={change.isPending}>
          {sayDrop('saveChange')}
        </CompactButton>
      </div>
    </form>
  )
}
