import type { Product } from '#contracts/catalog.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { Countdown } from '#web/kit/countdown.tsx'
import { Instant } from '#web/kit/instant.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useServerNow } from '#web/kit/use-server-now.ts'
import { useWords } from '#web/kit/use-words.ts'
import { stateAt } from '#web/storefront/drop/drop-scene.ts'
import { chosenOptions } from '#web/storefront/parts/chosen-options.ts'
import { WhichOne } from '#web/storefront/parts/which-one.tsx'
import { productWords } from '#web/storefront/words/product.ts'
import { dropsOfProduct, type SkuDrop } from './drops-of-product.ts'

/** For what is sold by drops: the drops of its SKUs, or that there is none. */
export function DropOfProduct({ product }: { readonly product: Product }) {
  const say = useWords(productWords)
  const drops = dropsOfProduct(product)
  return (
    <section className="flex flex-col gap-6 rounded-12 bg-sunken p-6">
      <p className="text-14 text-quiet">{say('soldByDrops')}</p>
      {drops.length === 0 && <p>{say('noDrop')}</p>}
      {drops.map(drop => (
        <DropOfSku key={drop.dropId} drop={drop} />
      ))}
    </section>
  )
}

function DropOfSku({ drop }: { readonly drop: SkuDrop }) {
  const say = useWords(productWords)
  const state = stateAt(drop, useServerNow(drop.opensAtMs))
  const which = chosenOptions(drop.options)
  const { money } = useFormat()
  return (
    <div className="flex flex-col gap-2">
      <WhichOne options={drop.options} />
      {drop.price !== undefined && state !== 'ended' && (
        <p className="text-16 font-medium">{say('dropPrice', { price: money(drop.price) })}</p>
      )}
      {state === 'upcoming' && (
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
      <ButtonLink to={`/drops/${drop.dropId}`} look="seal" isWide isTall>
        {say('seeDrop')}
        {which !== '' && <span className="sr-only"> {which}</span>}
      </ButtonLink>
    </div>
  )
}
