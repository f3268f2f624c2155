import { Suspense } from 'react'
import type { Drop } from '#contracts/drops.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { Countdown } from '#web/kit/countdown.tsx'
import { Instant } from '#web/kit/instant.tsx'
import { useLoginPath } from '#web/kit/needs-member.tsx'
import { useServerNow } from '#web/kit/use-server-now.ts'
import { useStanding } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropLaterWords } from '#web/storefront/words/drop-later-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import { part } from './part.ts'
import { Actions, Stage } from './stage.tsx'
import { VerifyFirst } from './verify-first.tsx'

const Reminder = part(
  () => import('./reminder.tsx').then(({ Reminder }) => Reminder),
  [dropLaterWords],
)

/** So long before the opening the reminder is written; later nobody asks for it. */
const REMINDED_MS = 600_000

/** Before the opening: the time until it, and how to be ready. */
export function BeforeScene({ drop }: { readonly drop: Drop }) {
  const say = useWords(dropWords)
  const standing = useStanding()
  const loginPath = useLoginPath()
  const remindAtMs = drop.opensAtMs - REMINDED_MS
  const mayRemind = useServerNow(remindAtMs) < remindAtMs
  return (
    <>
      <Stage
        above={say('opensIn')}
        hero={<Countdown untilMs={drop.opensAtMs} />}
        below={<Instant atMs={drop.opensAtMs} />}
      />
      <Actions>
        {standing.is === 'visitor' ? (
          <ButtonLink to={loginPath} look="seal" isWide isTall>
            {say('beReady')}
          </ButtonLink>
        ) : (
          mayRemind && (
            <Suspense fallback={<div className="min-h-14" />}>
              <Reminder dropId={drop.dropId} />
            </Suspense>
          )
        )}
        {standing.is === 'member' && !standing.member.emailVerified && <VerifyFirst look="short" />}
        <p className="text-center text-14 text-quiet">{say('readyAlone')}</p>
      </Actions>
    </>
  )
}
