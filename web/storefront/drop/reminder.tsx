import { Bell, Check } from 'lucide-react'
import { Button } from '#web/kit/button.tsx'
import { useRefusalText } from '#web/kit/refusal-text.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropLaterWords } from '#web/storefront/words/drop-later-words.ts'

/** Asks for a mail before the opening; no visitor does. */
export function Reminder({ dropId }: { readonly dropId: string }) {
  const say = useWords(dropLaterWords)
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
