import { useEffect, useRef, useState } from 'react'
import type { StreamName, Told } from './contract.ts'
import { followLive, type LiveState } from './live-stream.ts'

/**
 * Follows a live stream while the component is there; with `null` nothing is followed.
 * `useLive('stock.drop', { dropId }, told => …)` gives whether it is live at the moment.
 */
export function useLive<Name extends StreamName>(
  name: Name,
  input: Readonly<Record<string, string>> | null,
  told: (what: Told<Name>) => void,
): LiveState {
  const [state, setState] = useState<LiveState>('connecting')
  const latest = useRef(told)
  latest.current = told
  const subject = input === null ? null : JSON.stringify(input)
  useEffect(() => {
    if (subject === null) return
    return followLive(name, JSON.parse(subject), {
      told: what => latest.current(what),
      is: setState,
    })
  }, [name, subject])
  return state
}
