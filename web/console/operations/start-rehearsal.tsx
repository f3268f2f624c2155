import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useSearchParams } from 'react-router'
import { nameWithOptions } from '#web/console/options-text.ts'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleOperationWords } from '#web/console/words/console-operations.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { Choice, Field } from '#web/kit/field.tsx'
import { language } from '#web/kit/language.ts'
import { Notice } from '#web/kit/notice.tsx'
import { codeOf, refusalOf } from '#web/kit/refusal.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useStore } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'

/** Whose terms are rehearsed, and with how large a crowd. The shop itself is not touched. */
export function StartRehearsal({ isRunning }: { readonly isRunning: boolean }) {
  const say = useWords(consoleOperationWords)
  const spoken = useStore(language)
  const refusalText = useRefusalText()
  const { dateTime } = useFormat()
  const cache = useQueryClient()
  const [address] = useSearchParams()
  const [dropId, setDropId] = useState(address.get('drop') ?? '')
  const drops = useQuery(reading('stock.listDrops', { state: 'upcoming', limit: 50 }))
  const start = useAction('gateway.startRehearsal', {
    done: () => void cache.invalidateQueries({ queryKey: ['gateway.listRehearsals'] }),
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const share = (name: string) => Number(fields.get(name)) / 100
    start.mutate({
      ...(dropId !== '' && { dropId }),
      buyers: Number(fields.get('buyers')),
      leave: share('leave'),
      decline: share('decline'),
      locale: spoken,
    })
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <p className="text-14 text-quiet">{say('rehearsalIs')}</p>
      <Choice
        label={say('asDrop')}
        value={dropId}
        onChange={({ target }) => setDropId(target.value)}
      >
        <option value="">{say('anyDrop')}</option>
        {drops.data?.items.map(drop => (
          <option key={drop.dropId} value={drop.dropId}>
            {nameWithOptions(drop)} · {dateTime(drop.opensAtMs)}
          </option>
        ))}
      </Choice>
      <Field
        label={say('buyers')}
        name="buyers"
        type="number"
        min={1}
        max={20_000}
        defaultValue={1_000}
        required
      />
      <div className="grid grid-cols-2 items-end gap-3">
        <Field
          label={say('leave')}
          name="leave"
          type="number"
          min={0}
          max={100}
          defaultValue={20}
          required
        />
        <Field
          label={say('decline')}
          name="decline"
          type="number"
          min={0}
          max={100}
          defaultValue={20}
          required
        />
      </div>
      {start.error !== null && (
        <Notice look="wrong">
          {codeOf(start.error) === 'illegal_transition'
            ? say('oneAtATime')
            : refusalText(refusalOf(start.error))}
        </Notice>
      )}
      <div>
        <Button type="submit" look="seal" isBusy={start.isPending} disabled={isRunning}>
          {say('start')}
        </Button>
      </div>
    </form>
  )
}
