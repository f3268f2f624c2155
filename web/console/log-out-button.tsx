import { Notice } from '#web/kit/notice.tsx'
import { refusalOf } from '#web/kit/refusal.ts'
import { end } from '#web/kit/session.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { CompactButton } from './compact-button.tsx'
import { useRefusalText } from './use-refusal-text.ts'
import { consoleWords } from './words/console.ts'

export function LogOutButton() {
  const say = useWords(consoleWords)
  const refusalText = useRefusalText()
  const logOut = useAction('members.logOut', { done: end })
  return (
    <>
      <CompactButton isBusy={logOut.isPending} onClick={() => logOut.mutate({})}>
        {say('logOut')}
      </CompactButton>
      {logOut.error !== null && (
        <Notice look="wrong">{refusalText(refusalOf(logOut.error))}</Notice>
      )}
    </>
  )
}
