import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { reading } from '#web/kit/ask-shop.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Page } from '#web/kit/page.tsx'
import { codeOf } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { LoadFailure } from '#web/storefront/parts/load-failure.tsx'
import { LoadingPanels } from '#web/storefront/parts/loading-panels.tsx'
import { useOwnAtDrop } from './use-own-at-drop.ts'
import { useWholeLedger } from './use-whole-ledger.ts'
import { WhyTold } from './why-told.tsx'
import { receiptWords } from './words/receipt-words.ts'

/** For who got nothing at a drop: what happened, from the ledger that everybody can read. */
export function WhyPage() {
  const say = useWords(receiptWords)
  return (
    <Page title={say('why')} width="reading">
      <WhyOfDrop />
    </Page>
  )
}

function WhyOfDrop() {
  const say = useWords(receiptWords)
  const { dropId = '' } = useParams()
  const drop = useQuery(reading('stock.readDrop', { dropId }))
  const ledger = useWholeLedger(dropId)
  const { own, error: ownError, readAgain } = useOwnAtDrop(dropId)
  if (drop.data !== undefined && ledger.data !== undefined && own !== null) {
    return <WhyTold drop={drop.data} ledger={ledger.data} own={own} />
  }
  const error = drop.error ?? ledger.error ?? ownError
  if (error === null) return <LoadingPanels title={say('why')} />
  if (codeOf(error) !== 'not_found') {
    const retry = () => Promise.all([drop.refetch(), ledger.refetch(), readAgain()])
    return <LoadFailure error={error} retry={retry} />
  }
  return (
    <EmptyState
      isPage
      title={say('none')}
      action={<ButtonLink to="/">{say('toDrop')}</ButtonLink>}
    />
  )
}
