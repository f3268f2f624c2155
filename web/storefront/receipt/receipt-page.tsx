import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { reading } from '#web/kit/ask-shop.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { NeedsMember } from '#web/kit/needs-member.tsx'
import { Page } from '#web/kit/page.tsx'
import { codeOf } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { LoadFailure } from '#web/storefront/parts/load-failure.tsx'
import { LoadingPanels } from '#web/storefront/parts/loading-panels.tsx'
import { ReceiptSheet } from './receipt-sheet.tsx'
import { receiptWords } from './words/receipt-words.ts'

/** The proof of one's number, checked where it is shown. */
export function ReceiptPage() {
  const say = useWords(receiptWords)
  return (
    <Page title={say('title')} width="reading">
      <NeedsMember>
        <ReceiptOfMember />
      </NeedsMember>
    </Page>
  )
}

function ReceiptOfMember() {
  const say = useWords(receiptWords)
  const { reservationId = '' } = useParams()
  const asked = reading('stock.readReservation', { reservationId })
  const { data: reservation, error, refetch } = useQuery(asked)
  if (reservation?.receipt !== undefined) {
    return <ReceiptSheet reservation={reservation} receipt={reservation.receipt} />
  }
  if (reservation === undefined && error === null) return <LoadingPanels title={say('title')} />
  if (error !== null && codeOf(error) !== 'not_found') {
    return <LoadFailure error={error} retry={refetch} />
  }
  return (
    <EmptyState
      isPage
      title={say('none')}
      action={<ButtonLink to="/orders">{say('toOrders')}</ButtonLink>}
    >
      {say('noneText')}
    </EmptyState>
  )
}
