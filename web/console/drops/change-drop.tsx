import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Drop } from '#contracts/drops.ts'
import { CompactButton } from '#web/console/compact-button.tsx'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleDropWords } from '#web/console/words/console-drops.ts'
import { Field } from '#web/kit/field.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { refusalOf } from '#web/kit/refusal.ts'
import { serverNowMs } from '#web/kit/server-clock.ts'
import { priceText } from '#web/kit/typed-number.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { DropFields } from './drop-fields.tsx'
import { type DropFields as Fields, readDropForm } from './drop-form.ts'
import { fieldOfInstant } from './local-instant.ts'

/** Before the opening everything but the units; after it the title and the closing only. */
export function ChangeDrop({ drop }: { readonly drop: Drop }) {
  const say = useWords(consoleWords)
  const sayDrop = useWords(consoleDropWords)
  const refusalText = useRefusalText()
  const cache = useQueryClient()
  const [fields, setFields] = useState<Fields>(() => fieldsOf(drop))
  const [wasSent, setSent] = useState(false)
  const isUpcoming = drop.state === 'upcoming'
  const read = readDropForm(fields, {
    // What has opened lies behind us, and is not changed.
    nowMs: isUpcoming ? serverNowMs() : 0,
    available: null,
    currency: drop.price.currency,
  })
  const faults = wasSent && read.is === 'wrong' ? read.faults : {}
  const change = useAction('stock.changeDrop', {
    done: () => void cache.invalidateQueries({ queryKey: ['stock.readDropStats'] }),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    setSent(true)
    if (read.is === 'wrong') return
    const { skuId: _, units: __, closesAtMs, title = drop.title, ...rest } = read.drop
    change.mutate({
      ...{ dropId: drop.dropId, title, closesAtMs },
      ...(isUpcoming && rest),
    })
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {isUpcoming ? (
        <DropFields
          currency={drop.price.currency}
          fields={fields}
          faults={faults}
          change={changed => setFields({ ...fields, ...changed })}
        />
      ) : (
        <>
          <p className="text-14 text-quiet">{sayDrop('onlyThese')}</p>
          <Field
            label={sayDrop('dropTitle')}
            value={fields.title}
            maxLength={200}
            onChange={({ target }) => setFields({ ...fields, title: target.value })}
          />
          <Field
            label={sayDrop('closesAt')}
            type="datetime-local"
            value={fields.closes}
            fault={
              faults.closes === undefined ? undefined : sayDrop(faults.closes, { example: '' })
            }
            onChange={({ target }) => setFields({ ...fields, closes: target.value })}
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

function fieldsOf(drop: Drop): Fields {
  return {
    productId: drop.productId,
    skuId: drop.skuId,
    title: drop.title,
    price: priceText(drop.price.amountMinor, drop.price.currency),
    units: String(drop.units),
    opens: fieldOfInstant(drop.opensAtMs),
    closes: fieldOfInstant(drop.closesAtMs),
    limit: String(drop.limitPerMember),
    holdMinutes: String(drop.holdMs / 60_000),
  }
}
