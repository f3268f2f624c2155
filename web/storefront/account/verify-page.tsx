import { useSearchParams } from 'react-router'
import { VerifyByCode } from './verify-by-code.tsx'
import { VerifyByLink } from './verify-by-link.tsx'

/** Proves that an address is one's own: by the link of the mail, or by the code in it. */
export function VerifyPage() {
  const [search] = useSearchParams()
  const token = search.get('token')
  return token === null ? <VerifyByCode /> : <VerifyByLink token={token} />
}
