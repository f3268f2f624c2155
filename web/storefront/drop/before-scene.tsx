import { Bell, Check } from 'lucide-react'
import type { Drop } from '#contracts/drops.ts'
import { Button, ButtonLink } from '#web/kit/button.tsx'
import { Countdown } from '#web/kit/countdown.tsx'
import { Instant } from '#web/kit/instant.tsx'
import { useLoginPath } from '#web/kit/needs-member.tsx'
import { useRefusalText } from '#web/kit/refusal-text.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useServerNow } from '#web/kit/use-server-now.ts'
import { useStanding } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import { Actions, Stage } from './stage.tsx'

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
          mayRemind && <Reminder dropId={drop.dropId} />
        )}
        <p className="text-center text-14 text-quiet">{say('readyAlone')}</p>
      </Actions>
    </>
  )
}

function Reminder({ dropId }: { readonly dropId: string }) {
  const say = useWords(dropWords)
  const textOf = useRefusalText()
  const remind = useAction('notifications.putReminder')
  const code = remind.error?.refusal.refused
  if (remind.isSuccess) {
    return (
      <p className="flex min-h-14 items-center justify-center gap-2 text-yours" role="status">
        <Check aria-hidden className="size-5" /> {say('reminded')}
      </p>
    )
  }
  return (
    <>
      <Button
        isBusy={remind.isPending}
        isWide
        className="min-h-14"
        onClick={() => remind.mutate({ dropId })}
      >
        <Bell aria-hidden className="size-5" /> {say('remindMe')}
      </Button>
      {code !== undefined && (
        <p role="status" className="text-center text-14 text-quiet">
          {code === 'drop_already_open' ? say('remindTooLate') : textOf(code)}
        </p>
      )}
    </>
  )
}
