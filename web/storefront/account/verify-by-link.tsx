import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { ask } from '#web/kit/ask-shop.ts'
import { Button, ButtonLink } from '#web/kit/button.tsx'
import { isRefusal, type Refusal } from '#web/kit/refusal.ts'
import { renewSession, standing } from '#web/kit/session.ts'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useStanding } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { AskForNewMail } from './ask-for-new-mail.tsx'
import { EntryPage } from './entry-page.tsx'
import { RefusalNotice } from './refusal-notice.tsx'
import { entryWords } from './words/entry-words.ts'

/** A link is good once; one answer serves however often React draws. */
const asked = new Map<string, Promise<Refusal | null>>()

/** Proves the address by the token of the link, as soon as the page is there. */
export function VerifyByLink({ token }: { readonly token: string }) {
  const say = useWords(entryWords)
  const navigate = useNavigate()
  const isMember = useStanding().is === 'member'
  const [answer, setAnswer] = useState<Refusal | null | 'asking'>('asking')
  useEffect(() => {
    const promise = asked.get(token) ?? verify(token)
    asked.set(token, promise)
    void promise.then(setAnswer)
  }, [token])

  function again() {
    asked.delete(token)
    navigate('/verify', { replace: true })
  }

  if (answer === 'asking') {
    return (
      <EntryPage title={say('verifying')}>
        <Skeleton className="h-11 w-full" />
      </EntryPage>
    )
  }
  if (answer !== null) {
    return (
      <EntryPage title={say('notVerified')} lead={isBad(answer) ? say('linkBad') : undefined}>
        {!isBad(answer) && <RefusalNotice refusal={answer} />}
        {isBad(answer) && <AskForNewMail />}
        <Button isWide onClick={again}>
          {say('byCode')}
        </Button>
      </EntryPage>
    )
  }
  return (
    <EntryPage title={say('verified')} lead={say('verifiedLead')}>
      <ButtonLink to={isMember ? '/' : '/login'} look="seal">
        {isMember ? say('toShop') : say('logIn')}
      </ButtonLink>
    </EntryPage>
  )
}

/** It was used, its time is over, or it is not whole: asked again it stays so. */
const isBad = ({ refused }: Refusal) => refused === 'code_invalid' || refused === 'invalid_request'

async function verify(token: string): Promise<Refusal | null> {
  const answer = await ask('members.verifyEmail', { token })
  if (isRefusal(answer)) return answer
  if (standing.read().is !== 'visitor') await renewSession()
  return null
}
