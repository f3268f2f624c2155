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
  const box = useRef<HTMLDivElement>(null)
  const wasAsked = useRef(false)
  // To what is safe to press, and back to what was pressed.
  useEffect(() => {
    if (isAsked === wasAsked.current) return
    wasAsked.current = isAsked
    box.current?.querySelector<HTMLButtonElement>('button:last-child')?.focus()
  }, [isAsked])
  if (!isAsked) {
    return (
      <div ref={box} className="flex flex-col">
        <Button look="quiet" onClick={() => setAsked(true)}>
          {label}
        </Button>
      </div>
    )
  }
  return (
    <div ref={box} className="rounded-12 border border-line p-4">
      <p className="text-14" id="sure">
        {sure}
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
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
