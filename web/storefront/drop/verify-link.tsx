import { useLocation } from 'react-router'
import { ButtonLink } from '#web/kit/button.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { dropLaterWords } from '#web/storefront/words/drop-later-words.ts'

/** To where an address is verified, and back. */
export function VerifyLink() {
  const say = useWords(dropLaterWords)
  const { pathname } = useLocation()
  return (
    <ButtonLink to={`/verify?next=${encodeURIComponent(pathname)}`} look="quiet">
      {say('verifyFirst')}
    </ButtonLink>
  )
}
