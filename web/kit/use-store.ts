import { useSyncExternalStore } from 'react'
import { standing } from './session.ts'
import type { Store } from './store.ts'

export const useStore = <Value>({ watch, read }: Store<Value>): Value =>
  useSyncExternalStore(watch, read)

/** Who is here: `useStanding().is === 'member'`. */
export const useStanding = () => useStore(standing)
