import type { Product } from '#contracts/catalog.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { Countdown } from '#web/kit/countdown.tsx'
import { Instant } from '#web/kit/instant.tsx'
import { useServerNow } from '#web/kit/use-server-now.ts'
import { useWords } from '#web/kit/use-words.ts'
import { stateAt } from '#web/storefront/drop/drop-scene.ts'
import { productWords } from '#web/storefront/words/product.ts'

/** For what is sold by drops: the drop that is open, or the next, or that there is none. */
export function DropOfProduct({ product: { drop } }: { readonly product: Product }) {
  const say = useWords(productWords)
  const nowMs = useServerNow(drop?.opensAtMs)
  const state = drop === undefined ? null : stateAt(drop, nowMs)
  return (
    <section className="flex flex-col gap-4 rounded-12 bg-sunken p-6">
      <p className="text-14 text-quiet">{say('soldByDrops')}</p>
      {drop === undefined && <p>{say('noDrop')}</p>}
      {drop !== undefined && state === 'upcoming' && (
        <div>
          <p className="text-14">{say('dropOpensIn')}</p>
          <p className="text-40 font-bold">
            <Countdown untilMs={drop.opensAtMs} />
          </p>
          <p className="text-14">
            <Instant atMs={drop.opensAtMs} />
          </p>
        </div>
      )}
      {state === 'open' && <p className="text-20 font-medium text-seal">{say('dropOpen')}</p>}
      {state === 'sold_out' && <p>{say('dropSoldOut')}</p>}
      {state === 'paused' && <p>{say('dropPaused')}</p>}
      {state === 'ended' && <p>{say('dropEnded')}</p>}
      {drop !== undefined && (
        <ButtonLink to={`/drops/${drop.dropId}`} look="seal" isWide isTall>
          {say('seeDrop')}
        </ButtonLink>
      )}
    </section>
  )
}
