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
import { type OwnAtDrop, useOwnAtDrop } from './use-own-at-drop.ts'
import { type OwnPress, useOwnPress } from './use-own-press.ts'
import { useWholeLedger } from './use-whole-ledger.ts'
import { WhyTold } from './why-told.tsx'
import { receiptWords } from './words/receipt-words.ts'

/** For who got nothing at a drop, or what it came to: from the ledger that everybody can read. */
export function WhyPage() {
  const say = useWords(receiptWords)
  const { dropId = '' } = useParams()
  const ofOwn = useOwnAtDrop(dropId)
  const press = useOwnPress(dropId)
  const title = say(mayHaveGot(dropId, ofOwn.own, press) ? 'course' : 'why')
  return (
    <Page title={title} width="reading">
      <WhyOfDrop title={title} ofOwn={ofOwn} press={press} />
    </Page>
  )
}

function WhyOfDrop({
  title,
  ofOwn: { own, error: ownError, readAgain },
  press,
}: {
  readonly title: string
  readonly ofOwn: ReturnType<typeof useOwnAtDrop>
  readonly press: OwnPress
}) {
  const say = useWords(receiptWords)
  const { dropId = '' } = useParams()
  const drop = useQuery(reading('stock.readDrop', { dropId }))
  const ledger = useWholeLedger(dropId, press.pressedAtMs)
  if (drop.data !== undefined && ledger.data !== undefined && own !== null) {
    return <WhyTold title={title} drop={drop.data} ledger={ledger.data} own={own} press={press} />
  }
  const error = drop.error ?? ledger.error ?? ownError
  if (error === null) return <LoadingPanels title={title} />
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

/** Nobody who got a number is asked why there was none, nor before that is known. */
const mayHaveGot = (dropId: string, own: OwnAtDrop | null, { kept }: OwnPress) =>
  own === null ||
  kept?.reservationId !== undefined ||
  own.orders.some(order => order.dropId === dropId && order.position !== undefined)
