import { useQuery } from '@tanstack/react-query'
import { reading } from '#web/kit/ask-shop.ts'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { AccountPage } from './account-page.tsx'
import { PartFailure } from './part-failure.tsx'
import { ProfileForm } from './profile-form.tsx'
import { accountWords } from './words/account-words.ts'

/** Who the member is to the shop. */
export function ProfilePage() {
  const say = useWords(accountWords)
  return (
    <AccountPage title={say('profile')} lead={say('profileLead')}>
      <Profile />
    </AccountPage>
  )
}

function Profile() {
  const { data: member, error, refetch } = useQuery(reading('members.readMe', {}))
  if (member !== undefined) return <ProfileForm member={member} />
  if (error !== null) return <PartFailure error={error} retry={refetch} />
  return <Skeleton className="h-80 w-full" />
}
