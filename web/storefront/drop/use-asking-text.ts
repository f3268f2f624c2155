import { useEffect, useState } from 'react'
import type { Press } from './press.ts'

/** Which words say how it stands with a press that has no answer yet. */
export type AskingText = 'askingText' | 'stillAsking' | 'askingCut'

const STILL_AFTER_MS = 3_000

export function useAskingText(press: Press): AskingText {
  const [isLong, setLong] = useState(false)
  const isAsking = press.is === 'asking'
  useEffect(() => {
    setLong(false)
    if (!isAsking) return
    const timer = setTimeout(() => setLong(true), STILL_AFTER_MS)
    return () => clearTimeout(timer)
  }, [isAsking])
  if (press.is === 'asking' && press.isCut) return 'askingCut'
  return isLong ? 'stillAsking' : 'askingText'
}
