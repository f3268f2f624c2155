import { useEffect, useRef, useState } from 'react'
import { type Standing, standing } from '#web/kit/session.ts'

/** What stood in forms when a session ran out beneath them: by form and member, gone with the tab. */
const left = new Map<string, unknown>()

/**
 * For a form that goes when the login takes the place of its page. `form` is what this member had
 * typed when the session ran out, and `keep` is told what stands there now. Whoever logs out here, or
 * goes to another page, leaves nothing.
 */
export function useLeftForm<Form>(name: string) {
  const [key] = useState(() => `${name} of ${memberOf(standing.read())}`)
  const [form] = useState(() => left.get(key) as Form | undefined)
  const now = useRef(form)
  useEffect(() => {
    left.delete(key)
    return () => {
      if (hasRunOut(standing.read())) left.set(key, now.current)
    }
  }, [key])
  const keep = (typed: Form): void => {
    now.current = typed
  }
  return { form, keep }
}

const memberOf = (who: Standing) => (who.is === 'member' ? who.member.memberId : '')

const hasRunOut = (who: Standing) => who.is === 'visitor' && who.hasLeft !== true
