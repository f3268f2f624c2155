import { useWords } from '#web/kit/use-words.ts'
import { ProofSeal } from './proof-seal.tsx'
import type { ReceiptVerdict } from './verify-receipt.ts'
import { receiptWords } from './words/receipt-words.ts'

/** What this browser found of a receipt. */
export function ReceiptSeal({ verdict }: { readonly verdict: ReceiptVerdict | undefined }) {
  const say = useWords(receiptWords)
  const is = verdict?.is ?? 'checking'
  const text = {
    checking: say('checking'),
    verified: say('verified'),
    wrong: say('wrong'),
    unable: say('unable'),
  }[is]
  return <ProofSeal is={is}>{text}</ProofSeal>
}
