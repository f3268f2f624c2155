import { consoleDropWords } from '#web/console/words/console-drops.ts'
import { Field } from '#web/kit/field.tsx'
import { priceExample } from '#web/kit/typed-number.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import type { DropFaults, DropFields as Fields } from './drop-form.ts'
import { instantOfField } from './local-instant.ts'

type DropFieldsProps = {
  /** Of the product that is sold; null where it is not known yet. */
  readonly currency: string | null
  readonly fields: Fields
  readonly faults: DropFaults
  readonly change: (changed: Partial<Fields>) => void
  /** How many units there are to take; undefined where units are not asked for here. */
  readonly available?: number | null
}

/** When, how many and for how much: what a drop is asked, planned or not yet open. */
export function DropFields({ currency, fields, faults, change, available }: DropFieldsProps) {
  const say = useWords(consoleDropWords)
  const { seoulTime, number } = useFormat()
  const fault = (field: keyof Fields) => {
    const what = faults[field]
    return what === undefined ? undefined : say(what, { example: priceExample(currency ?? 'KRW') })
  }
  const bind = (name: keyof Fields) => ({
    name,
    value: fields[name],
    fault: fault(name),
    onChange: ({ target }: { target: { value: string } }) => change({ [name]: target.value }),
  })
  const zone = (text: string) => {
    const atMs = instantOfField(text)
    const seoul = atMs === null ? null : seoulTime(atMs)
    return seoul === null ? say('ownClock') : say('inSeoul', { time: seoul })
  }
  return (
    <>
      <Field label={say('dropTitle')} hint={say('titleHint')} maxLength={200} {...bind('title')} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={currency === null ? say('price') : say('priceIn', { currency })}
          inputMode="decimal"
          {...bind('price')}
        />
        {available !== undefined && (
          <Field
            label={say('units')}
            inputMode="numeric"
            hint={available === null ? undefined : say('freeUnits', { free: number(available) })}
            {...bind('units')}
          />
        )}
        <Field
          label={say('opensAt')}
          type="datetime-local"
          hint={zone(fields.opens)}
          {...bind('opens')}
        />
        <Field
          label={say('closesAt')}
          type="datetime-local"
          hint={zone(fields.closes)}
          {...bind('closes')}
        />
        <Field label={say('limit')} inputMode="numeric" {...bind('limit')} />
        <Field
          label={say('holdMinutes')}
          inputMode="decimal"
          hint={say('holdHint')}
          {...bind('holdMinutes')}
        />
      </div>
    </>
  )
}
