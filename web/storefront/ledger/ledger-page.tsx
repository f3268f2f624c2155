import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { reading } from '#web/kit/ask-shop.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Page } from '#web/kit/page.tsx'
import { codeOf } from '#web/kit/refusal.ts'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { LoadFailure } from '#web/storefront/parts/load-failure.tsx'
import { ProofSeal } from '#web/storefront/receipt/proof-seal.tsx'
import { LedgerTold } from './ledger-told.tsx'
import { useAudit } from './use-audit.ts'
import { ledgerWords } from './words/ledger-words.ts'

/** For everybody: the whole ledger of a drop, replayed where it is shown. */
export function LedgerPage() {
  const say = useWords(ledgerWords)
  return (
    <Page title={say('title')} width="reading">
      <LedgerOfDrop />
    </Page>
  )
}

function LedgerOfDrop() {
  const say = useWords(ledgerWords)
  const { dropId = '' } = useParams()
  const drop = useQuery(reading('stock.readDrop', { dropId }))
  const ledger = useAudit(dropId)
  if (drop.data !== undefined && ledger.data !== undefined) {
    return <LedgerTold drop={drop.data} ledger={ledger.data} />
  }
  const error = drop.error ?? ledger.error
  if (error === null) return <BeingRead />
  if (codeOf(error) !== 'not_found') {
    const retry = () => Promise.all([drop.refetch(), ledger.refetch()])
    return <LoadFailure error={error} retry={retry} />
  }
  return (
    <EmptyState
      isPage
      title={say('none')}
      action={<ButtonLink to="/">{say('toDrops')}</ButtonLink>}
    />
  )
}

function BeingRead() {
  const say = useWords(ledgerWords)
  return (
    <div aria-busy="true" className="flex flex-col gap-6">
      <h1 className="text-28">{say('title')}</h1>
      <ProofSeal is="checking">{say('checking')}</ProofSeal>
      <Skeleton className="h-48 w-full" />
    </div>
  )
}
