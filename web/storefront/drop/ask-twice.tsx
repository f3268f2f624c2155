import { useEffect, useRef, useState } from 'react'
import { Button } from '#web/kit/button.tsx'

/** Something that cannot be undone: the first press asks, the second does it. */
export function AskTwice({
  label,
  sure,
  yes,
  no,
  isBusy,
  act,
}: {
  readonly label: string
  readonly sure: string
  readonly yes: string
  readonly no: string
  readonly isBusy: boolean
  readonly act: () => void
}) {
  const [isAsked, setAsked] = useState(false)
  const keep = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isAsked) keep.current?.querySelector<HTMLButtonElement>('button:last-child')?.focus()
  }, [isAsked])
  if (!isAsked) {
    return (
      <Button look="quiet" onClick={() => setAsked(true)}>
        {label}
      </Button>
    )
  }
  return (
    <div className="rounded-12 border border-line p-4">
      <p className="text-14" id="sure">
        {sure}
      </p>
      <div ref={keep} className="mt-2 flex flex-wrap gap-2">
        <Button look="plain" isBusy={isBusy} onClick={act} aria-describedby="sure">
          {yes}
        </Button>
        <Button look="quiet" onClick={() => setAsked(false)}>
          {no}
        </Button>
      </div>
    </div>
  )
}
