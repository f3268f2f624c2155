import { Route, Routes, useParams } from 'react-router'
import { LedgerPage } from '#web/storefront/ledger/ledger-page.tsx'
import { LostPage } from '#web/storefront/lost-page.tsx'
import { ReceiptPage } from './receipt-page.tsx'
import { WhyPage } from './why-page.tsx'

/**
 * What was decided, and how it is proven: a receipt, or what stands below the address of a drop.
 * One part of the code, so that the first load of the shop has but one name to know.
 */
export function ProofPages() {
  const { reservationId } = useParams()
  if (reservationId !== undefined) return <ReceiptPage />
  return (
    <Routes>
      <Route path="why" element={<WhyPage />} />
      <Route path="ledger" element={<LedgerPage />} />
      <Route path="*" element={<LostPage />} />
    </Routes>
  )
}
