import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '#web/kit/button.tsx'
import { Dialog } from '#web/kit/dialog.tsx'
import { Field } from '#web/kit/field.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { isTypedName } from './is-typed-name.ts'
import { consoleWords } from './words/console.ts'

type AskFirstProps = {
  /** What will be done, as the button says it. */
  readonly act: string
  readonly isOpen: boolean
  readonly close: () => void
  /** What will happen, and to how many people. */
  readonly children: ReactNode
  /** To be typed by who is sure; left out where nothing is lost. */
  readonly name?: string
  readonly isBusy?: boolean
  /** Why it was refused. */
  readonly trouble?: string | null
  readonly isHarmless?: boolean
  readonly onSure: (fields: FormData) => void
}

/** Before a dangerous act: what will happen, the name of the thing to type, and the act itself. */
export function AskFirst({ isOpen, close, act, ...rest }: AskFirstProps) {
  return (
    <Dialog title={act} isOpen={isOpen} close={close}>
      <Question act={act} close={close} {...rest} />
    </Dialog>
  )
}

/** Of its own, so that what was typed is gone when the dialog closes. */
function Question({
  act,
  close,
  children,
  name,
  isBusy = false,
  trouble = null,
  isHarmless = false,
  onSure,
}: Omit<AskFirstProps, 'isOpen'>) {
  const say = useWords(consoleWords)
  const [typed, setTyped] = useState('')
  // What an earlier try was refused with is not told again.
  const [wasSent, setSent] = useState(false)
  const isSure = name === undefined || isTypedName(typed, name)

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (!isSure) return
    // A field that says what is wrong with it is gone to, however often.
    const wrong = event.currentTarget.querySelector<HTMLElement>('[aria-invalid=true]')
    if (wrong !== null) return wrong.focus()
    setSent(true)
    onSure(new FormData(event.currentTarget))
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {children}
      {name !== undefined && (
        <Field
          label={say('typeName', { name })}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          autoComplete="off"
        />
      )}
      {wasSent && !isBusy && trouble !== null && <Notice look="wrong">{trouble}</Notice>}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={close}>{say('cancel')}</Button>
        <Button
          type="submit"
          look={isHarmless ? 'seal' : 'wrong'}
          disabled={!isSure}
          isBusy={isBusy}
        >
          {act}
        </Button>
      </div>
    </form>
  )
}
