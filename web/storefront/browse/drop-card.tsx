import { Link } from 'react-router'
import type { Drop } from '#contracts/drops.ts'
import { Countdown } from '#web/kit/countdown.tsx'
import { Instant } from '#web/kit/instant.tsx'
import { Picture } from '#web/kit/picture.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useServerNow } from '#web/kit/use-server-now.ts'
import { useWords } from '#web/kit/use-words.ts'
import { stateAt } from '#web/storefront/drop/drop-scene.ts'
import { WhichOne } from '#web/storefront/parts/which-one.tsx'
import { browseWords } from '#web/storefront/words/browse.ts'

/** A drop among others: what, when, and how many are left. */
export function DropCard({
  drop,
  image,
}: {
  readonly drop: Drop
  readonly image: string | undefined
}) {
  const say = useWords(browseWords)
  const { money } = useFormat()
  const state = stateAt(drop, useServerNow(drop.opensAtMs))
  return (
    <li className="relative flex gap-4 rounded-12 bg-surface p-3 shadow-card">
      <Picture image={image} sizes="112px" className="w-28 shrink-0 rounded-8" />
      <div className="flex min-w-0 flex-col justify-center">
        <h3 className="font-medium">
          <Link to={`/drops/${drop.dropId}`} className="after:absolute after:inset-0">
            <span className="block truncate">{drop.title}</span> <WhichOne options={drop.options} />
          </Link>
        </h3>
        <p className="text-14">{money(drop.price)}</p>
        {state === 'upcoming' && (
          <>
            <p className="mt-1 text-20 font-bold">
              <Countdown untilMs={drop.opensAtMs} />
            </p>
            <p className="text-12 text-quiet">
              <Instant atMs={drop.opensAtMs} />
            </p>
          </>
        )}
        {state === 'open' && <p className="mt-1 font-medium">{say('leftOf', drop)}</p>}
        {state === 'sold_out' && (
          <p className="mt-1 text-quiet">
            {drop.waiting === 0 ? say('soldOut') : say('soldOutLine', { count: drop.waiting })}
          </p>
        )}
        {state === 'paused' && <p className="mt-1 text-quiet">{say('pausedLine')}</p>}
      </div>
    </li>
  )
}
