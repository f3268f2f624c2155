import { useWords } from '#web/kit/use-words.ts'
import { entryWords } from './words/entry-words.ts'

/** On a developer's own machine mail goes nowhere but into the mailbox of development. */
export function MailboxHint() {
  const say = useWords(entryWords)
  if (!/^(localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname)) return null
  return (
    <p className="border-t border-line pt-4 text-14 text-quiet">
      {say('onThisMachine')}{' '}
      <a
        href="/dev/mailbox"
        target="_blank"
        rel="noreferrer"
        className="rounded-4 underline underline-offset-4"
      >
        {say('openMailbox')}
      </a>
    </p>
  )
}
