import type { Drop } from '#contracts/drops.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import type { BoughtAll } from './drop-scene.ts'
import { Actions, Stage } from './stage.tsx'

/** Nobody knows yet whether something here is the member's own. */
export function LookingScene({ drop }: { readonly drop: Drop }) {
  const say = useWords(dropWords)
  return (
    <>
      <Stage above={drop.title} hero={<span className="text-28">{say('looking')}</span>} />
      <Actions>{null}</Actions>
    </>
  )
}

/** Paid, and no more can be had: by the limit, or because the drop has ended before it. */
export function BoughtScene({
  drop,
  bought: { orderId, mayHaveMore, isReturned },
}: {
  readonly drop: Drop
  readonly bought: BoughtAll
}) {
  const say = useWords(dropWords)
  return (
    <>
      <Stage
        look={isReturned ? 'plain' : 'yours'}
        above={drop.title}
        hero={<span className="text-40">{say(isReturned ? 'returned' : 'bought')}</span>}
        below={say(mayHaveMore ? 'ended' : 'boughtText')}
      />
      <Actions>
        <ButtonLink to={`/orders/${orderId}`} isWide isTall>
          {say('seeOrder')}
        </ButtonLink>
      </Actions>
    </>
  )
}

/** The merchant holds it for the moment; nobody guesses for how long. */
export function PausedScene({ drop }: { readonly drop: Drop }) {
  const say = useWords(dropWords)
  const { number } = useFormat()
  return (
    <>
      <Stage
        above={say('paused')}
        hero={number(drop.remaining)}
        below={say('leftOf', { units: drop.units })}
      />
      <Actions>
        <p className="text-center">{say('pausedText')}</p>
      </Actions>
    </>
  )
}

export function EndedScene({ drop }: { readonly drop: Drop }) {
  const say = useWords(dropWords)
  const sold = drop.units - drop.remaining
  return (
    <>
      <Stage
        above={drop.title}
        hero={<span className="text-40">{say('ended')}</span>}
        below={sold > 0 ? say('endedText', { count: sold }) : say('endedNone')}
      />
      <Actions>
        <ButtonLink to={`/products/${drop.productId}`} isWide>
          {say('aboutProduct')}
        </ButtonLink>
      </Actions>
    </>
  )
}
