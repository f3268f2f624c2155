import { useEffect, useRef, useState } from 'react'

/** Longer than between two letters, shorter than one waits. */
const PAUSE_MS = 200

type TypedFilter = {
  /** As the address says it. */
  readonly value: string
  /** How it stands in its field before anybody typed. */
  readonly show: (value: string) => string
  /** What was typed, as the address says it; null for what it cannot mean. */
  readonly read: (text: string) => string | null
  readonly choose: (value: string) => void
}

/** A filter that is typed: it is taken after a pause, or at once where `take` is told to. */
export function useTypedFilter({ value, show, read, choose }: TypedFilter) {
  const [text, setText] = useState(show(value))
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(value)
  // What is taken after the pause is joined to what was chosen meanwhile.
  const now = useRef({ show, read, choose })
  useEffect(() => {
    now.current = { show, read, choose }
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    // The address was changed by something else: the way back, or "clear all".
    if (value !== latest.current) setText(now.current.show(value))
    latest.current = value
  }, [value])

  function takeAfter(pauseMs: number, typed: string, otherwise: string | null): void {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const taken = now.current.read(typed) ?? otherwise
      if (taken === null || taken === latest.current) return
      latest.current = taken
      now.current.choose(taken)
    }, pauseMs)
  }

  return {
    text,
    type(typed: string): void {
      setText(typed)
      // What it cannot mean may be on its way to something.
      takeAfter(PAUSE_MS, typed, null)
    },
    /** Nothing more is typed: what it cannot mean filters nothing, nor does what stood there before. */
    take: () => takeAfter(0, text, ''),
  }
}
