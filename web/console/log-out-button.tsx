import { ask } from '#web/kit/ask-shop.ts'
import { isRefusal } from '#web/kit/refusal.ts'
import { end } from '#web/kit/session.ts'
import { useWords } from '#web/kit/use-words.ts'
import { CompactButton } from './compact-button.tsx'
import { consoleWords } from './words/console.ts'

export function LogOutButton() {
  const say = useWords(consoleWords)
  async function logOut() {
    const answer = await ask('members.logOut', {})
    // A session that the shop has forgotten is over, too.
    if (!isRefusal(answer) || answer.status === 401) end()
  }
  return <CompactButton onClick={() => void logOut()}>{say('logOut')}</CompactButton>
}
