import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from 'react-router'
import type { Drop } from '#contracts/drops.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Page } from '#web/kit/page.tsx'
import { Picture } from '#web/kit/picture.tsx'
import { codeOf } from '#web/kit/refusal.ts'
import { heardServerTime } from '#web/kit/server-clock.ts'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useLive } from '#web/kit/use-live.ts'
import { LostPage } from '#web/storefront/lost-page.tsx'
import { TroublePage } from '#web/storefront/trouble-page.tsx'
import { DropPanel } from './drop-panel.tsx'
import { untilAnswered } from './until-answered.ts'

/** A drop that could not be read so often: that is said, while it is asked on. */
const TRIED_IN_SILENCE = 3

/** One drop, from before it opens until after it has ended. */
export function DropPage() {
  const { dropId = '' } = useParams()
  const queries = useQueryClient()
  const readDrop = reading('stock.readDrop', { dropId })
  const drop = useQuery({ ...readDrop, ...untilAnswered })
  const isRead = drop.data !== undefined
  const live = useLive('stock.drop', isRead ? { dropId } : null, told => {
    heardServerTime(told.serverTimeMs)
    queries.setQueryData<Drop>(readDrop.queryKey, known => known && { ...known, ...told })
  })
  const product = useQuery({
    ...reading('catalog.readProduct', { productId: drop.data?.productId ?? '' }),
    enabled: isRead,
  })

  if (drop.isError && codeOf(drop.error) === 'not_found') return <LostPage />
  const trouble = drop.error ?? (drop.failureCount > TRIED_IN_SILENCE ? drop.failureReason : null)
  if (!isRead && trouble !== null) {
    const retry = () => queries.resetQueries({ queryKey: readDrop.queryKey })
    return <TroublePage code={codeOf(trouble)} retry={retry} />
  }
  return (
    <Page title={drop.data?.title ?? 'Firstcome'}>
      <div className="grid gap-6 md:grid-cols-2 md:gap-12">
        <div className="-mx-4 -mt-6 md:sticky md:top-24 md:m-0 md:self-start">
          <Picture
            image={product.data?.images[0]}
            sizes="(min-width: 1120px) 512px, (min-width: 768px) 46vw, 100vw"
            isFirst
            className="max-md:aspect-4/3 max-md:rounded-none"
          />
        </div>
        {drop.data === undefined ? (
          <PanelSkeleton />
        ) : (
          <DropPanel drop={drop.data} isLive={live !== 'lost'} />
        )}
      </div>
    </Page>
  )
}

const PanelSkeleton = () => (
  <div className="flex flex-col gap-4" aria-hidden>
    <Skeleton className="h-9 w-3/4" />
    <Skeleton className="h-7 w-1/3" />
    <Skeleton className="mt-4 h-44 w-full" />
    <Skeleton className="h-14 w-full" />
  </div>
)
