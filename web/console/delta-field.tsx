import { useState } from 'react'
import { Field } from '#web/kit/field.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { consoleWords } from './words/console.ts'

/** By how many units something changes, up or down; by none is no change. */
export function DeltaField() {
  const say = useWords(consoleWords)
  const [isNone, setNone] = useState(false)
  return (
    <Field
      label={say('delta')}
      hint={say('deltaHint')}
      fault={isNone ? say('notADelta') : undefined}
      name="delta"
      type="number"
      step={1}
      required
      onChange={({ target }) => {
        const isZero = target.value !== '' && Number(target.value) === 0
        setNone(isZero)
        // So that the form is not sent, and the focus goes here.
        target.setCustomValidity(isZero ? say('notADelta') : '')
      }}
    />
  )
}
