import { ButtonLink } from '#web/kit/button.tsx'
import { useLoginPath } from '#web/kit/needs-member.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useServerNow } from '#web/kit/use-server-now.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropLaterWords } from '#web/storefront/words/drop-later-words.ts'
import type { Own } from './use-own-left.ts'

/** The session ended elsewhere, or by itself: what is kept all the same, and the way back to it. */
export function SessionOver({ own }: { readonly own: Own }) {
  const say = useWords(dropLaterWords)
  const loginPath = useLoginPath()
  return (
    <Notice look="short">
      {say('sessionOver')} <Kept own={own} />{' '}
      <ButtonLink to={loginPath} look="quiet">
        {say('logInAgain')}
      </ButtonLink>
    </Notice>
  )
}

function Kept({ own }: { readonly own: Own }) {
  const say = useWords(dropLaterWords)
  const { time } = useFormat()
  const nowMs = useServerNow()
  if ('ahead' in own) return say('placeKept')
  const { state, position = '', expiresAtMs } = own
  if (state === 'pinned') return say('pinnedKept', { position })
  return nowMs < expiresAtMs && say('unitKept', { position, time: time(expiresAtMs) })
}
