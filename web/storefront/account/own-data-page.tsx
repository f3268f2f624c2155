import { useWords } from '#web/kit/use-words.ts'
import { AccountPage } from './account-page.tsx'
import { EraseAccount } from './erase-account.tsx'
import { ExportData } from './export-data.tsx'
import { accountWords } from './words/account-words.ts'

/** What the shop knows of a member: to take along, and to have forgotten. */
export function OwnDataPage() {
  const say = useWords(accountWords)
  return (
    <AccountPage title={say('ownData')}>
      <ExportData />
      <EraseAccount />
    </AccountPage>
  )
}
