import { Notice } from '#web/kit/notice.tsx'
import type { Refusal } from '#web/kit/refusal.ts'
import { useRefusalText } from './say-refusal.ts'

/** What the shop refused, where it refused something. */
export function RefusalNotice({ refusal }: { readonly refusal: Refusal | null }) {
  const text = useRefusalText()
  return refusal === null ? null : <Notice look="wrong">{text(refusal)}</Notice>
}
