import { buttonClass } from '#web/kit/button.tsx'
import { Page } from '#web/kit/page.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { LogOutButton } from './log-out-button.tsx'
import { consoleWords } from './words/console.ts'

/** What a shopper sees who has come to the merchant's door. */
export function ShoppersDoor() {
  const say = useWords(consoleWords)
  return (
    <Page title={say('notStaffTitle')} width="reading">
      <h1 className="mt-12 text-28">{say('notStaffTitle')}</h1>
      <p className="mt-3 mb-8 text-quiet">{say('notStaffText')}</p>
      <div className="flex flex-wrap gap-3">
        <a href="/" className={buttonClass('seal')}>
          {say('toShop')}
        </a>
        <LogOutButton />
      </div>
    </Page>
  )
}
