import { Suspense } from 'react'
import { Notice, type NoticeLook } from '#web/kit/notice.tsx'
import { useRefusalText } from '#web/kit/refusal-text.ts'
import { dropLaterWords } from '#web/storefront/words/drop-later-words.ts'
import { part } from './part.ts'

const VerifyLink = part(
  () => import('./verify-link.tsx').then(({ VerifyLink }) => VerifyLink),
  [dropLaterWords],
)

/** Nobody buys or waits before their address is verified. */
export function VerifyFirst({ look }: { readonly look: NoticeLook }) {
  const textOf = useRefusalText()
  return (
    <Notice look={look}>
      {textOf('email_unverified')}{' '}
      <Suspense>
        <VerifyLink />
      </Suspense>
    </Notice>
  )
}
