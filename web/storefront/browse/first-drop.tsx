import { useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Drop } from '#contracts/drops.ts'
import { buttonClass } from '#web/kit/button.tsx'
import { Countdown } from '#web/kit/countdown.tsx'
import { Instant } from '#web/kit/instant.tsx'
import { Picture } from '#web/kit/picture.tsx'
import { heardServerTime } from '#web/kit/server-clock.ts'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useLive } from '#web/kit/use-live.ts'
import { useServerNow } from '#web/kit/use-server-now.ts'
import { useWords } from '#web/kit/use-words.ts'
import { stateAt } from '#web/storefront/drop/drop-scene.ts'
import { UnitsBar } from '#web/storefront/drop/units-bar.tsx'
import { WhichOne } from '#web/storefront/parts/which-one.tsx'
import { browseWords } from '#web/storefront/words/browse.ts'

type Listed = { readonly items: readonly Drop[]; readonly nextCursor: string | null }

const heads = {
  upcoming: 'opensNext',
  open: 'openNow',
  paused: 'openNow',
  sold_out: 'openNow',
  ended: 'dropEnded',
} as const

/** The drop that matters most at this moment, large, its number live. */
export function FirstDrop({
  drop,
  image,
}: {
  readonly drop: Drop
  readonly image: string | undefined
}) {
  const say = useWords(browseWords)
  const { money } = useFormat()
  const queries = useQueryClient()
  const state = stateAt(drop, useServerNow(drop.opensAtMs))
  const isOpen = state !== 'upcoming'
  useLive('stock.drop', { dropId: drop.dropId }, told => {
    heardServerTime(told.serverTimeMs)
    const told1 = (list: Listed | undefined) =>
      list && {
        ...list,
        items: list.items.map(each => (each.dropId === drop.dropId ? { ...each, ...told } : each)),
      }
    queries.setQueriesData<Listed>({ queryKey: ['stock.listDrops'] }, told1)
  })
  return (
    <section className="grid overflow-hidden rounded-12 bg-surface shadow-card md:grid-cols-2">
      <Picture
        image={image}
        sizes="(min-width: 1120px) 536px, (min-width: 768px) 50vw, 100vw"
        isFirst
        className="rounded-none max-md:aspect-4/3 md:aspect-auto md:min-h-full"
      />
      <div className="flex flex-col justify-center gap-4 p-6 md:p-12">
        <p className="font-medium text-seal">{say(heads[state])}</p>
        <div>
          <h2 className="text-28">{drop.title}</h2>
          <WhichOne options={drop.options} />
          <p className="text-20">{money(drop.price)}</p>
        </div>
        <div className="min-h-28">
          {isOpen ? <OpenLine drop={{ ...drop, state }} /> : <OpensLine drop={drop} />}
        </div>
        <Link to={`/drops/${drop.dropId}`} className={buttonClass('seal', true)}>
          {say('seeDrop')}
        </Link>
      </div>
    </section>
  )
}

function OpenLine({ drop }: { readonly drop: Drop }) {
  const say = useWords(browseWords)
  const { number } = useFormat()
  const { state, remaining, units, waiting } = drop
  if (state === 'ended') return <p className="text-20">{say('endedLine')}</p>
  // Nothing is left to count, whatever the state is called this instant.
  if (state === 'sold_out' || (state === 'open' && remaining === 0)) {
    return (
      <p className="text-20">
        {waiting === 0 ? say('soldOut') : say('soldOutLine', { count: waiting })}
      </p>
    )
  }
  if (state === 'paused') return <p className="text-20">{say('pausedLine')}</p>
  return (
    <>
      <p className="text-64 font-bold tracking-tight" aria-hidden>
        {number(remaining)}
      </p>
      <p>{say('leftOf', { remaining, units })}</p>
      <UnitsBar units={units} remaining={remaining} isWide />
    </>
  )
}

function OpensLine({ drop: { opensAtMs } }: { readonly drop: Drop }) {
  const say = useWords(browseWords)
  return (
    <>
      <p className="text-14 text-quiet">{say('opensIn')}</p>
      <p>
        <Countdown
          untilMs={opensAtMs}
          className="text-[clamp(2.75rem,15vw,4rem)] leading-none font-bold tracking-tight"
        />
      </p>
      <p className="text-14">
        <Instant atMs={opensAtMs} />
      </p>
    </>
  )
}

export const FirstDropSkeleton = () => (
  <div className="grid gap-0 md:grid-cols-2" aria-hidden>
    <Skeleton className="aspect-4/3 rounded-none md:aspect-square" />
    <div className="flex flex-col justify-center gap-4 p-6 md:p-12">
      <Skeleton className="h-6 w-24" />
      <Skeleton className="h-16 w-3/4" />
      <Skeleton className="h-28 w-full" />
      <Skeleton className="h-11 w-full" />
    </div>
  </div>
)
