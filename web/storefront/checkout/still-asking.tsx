import { useEffect, useState } from 'react'
import { useWords } from '#web/kit/use-words.ts'
import { checkoutWords } from './words/checkout-words.ts'

/** So long an answer may take before something is said of it. */
const LONG_MS = 3_000

/** Says after a while that the answer is still awaited, and that nothing is lost by it. */
export function StillAsking({ isAsking }: { readonly isAsking: boolean }) {
  const say = useWords(checkoutWords)
  const [isLong, setIsLong] = useState(false)
  useEffect(() => {
    setIsLong(false)
    if (!isAsking) return
    const timer = setTimeout(() => setIsLong(true), LONG_MS)
    return () => clearTimeout(timer)
  }, [isAsking])
  return (
    <p role="status" className="text-14 empty:hidden">
      {isAsking && isLong ? say('stillAsking') : null}
    </p>
  )
}
