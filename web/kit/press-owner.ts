import { forgetKeys } from './press-key.ts'
import { store } from './store.ts'
import { textHash } from './text-hash.ts'

/** Whose the kept presses are: a short hash, which tells two members apart and names neither. */
const OWNER = 'presses-of'

/** Counts how often all presses were dropped; what has one in hand lets go of it then. */
export const pressesDropped = store(0)

let owner: string | null = null

/** A member is here: the presses of another one, in this tab or kept in the browser, are dropped. */
export function ownPresses(memberId: string): void {
  const own = textHash(memberId)
  const kept = localStorage.getItem(OWNER)
  if ((kept !== null && kept !== own) || (owner !== null && owner !== own)) {
    // What is kept may be this member's already, from another tab.
    if (kept !== own) forgetKeys()
    pressesDropped.write(pressesDropped.read() + 1)
  }
  owner = own
  localStorage.setItem(OWNER, own)
}

/** The member has logged out, here or in another tab. */
export function dropPresses(): void {
  forgetKeys()
  owner = null
  localStorage.removeItem(OWNER)
  pressesDropped.write(pressesDropped.read() + 1)
}
