import { useWords } from '#web/kit/use-words.ts'
import { AccountPage } from './account-page.tsx'
import { ChangePassword } from './change-password.tsx'
import { Devices } from './devices.tsx'
import { accountWords } from './words/account-words.ts'

/** The password, and the devices that are logged in. */
export function SecurityPage() {
  const say = useWords(accountWords)
  return (
    <AccountPage title={say('security')}>
      <Devices />
      <ChangePassword />
    </AccountPage>
  )
}
