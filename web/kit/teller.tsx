import { useLayoutEffect, useRef, useState } from 'react'
import { timesLed } from './focus-heir.ts'

/**
 * Tells a screen reader a sentence when it changes, politely and once: where the same change led
 * the focus to the heading that says it, it has been heard there. What a page begins with is not
 * told.
 */
export function Teller({
  sentence,
  heading,
}: {
  readonly sentence: string
  /** The selector of the heading that says the same. */
  readonly heading: string
}) {
  const [said, setSaid] = useState('')
  const last = useRef(sentence)
  useLayoutEffect(() => {
    if (last.current === sentence) return
    last.current = sentence
    const before = timesLed()
    // The focus is led once all of the change is on the page, which is after this.
    queueMicrotask(() => {
      const isHeard = timesLed() !== before && document.activeElement?.matches(heading)
      setSaid(isHeard ? '' : sentence)
    })
  }, [sentence, heading])
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  )
}
