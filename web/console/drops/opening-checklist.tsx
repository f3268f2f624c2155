import { useQuery } from '@tanstack/react-query'
import { Check, CircleAlert } from 'lucide-react'
import type { Drop } from '#contracts/drops.ts'
import { CompactLink } from '#web/console/compact-button.tsx'
import { Part } from '#web/console/paper.tsx'
import { TroubleOrWait } from '#web/console/trouble-or-wait.tsx'
import { consoleBoardWords } from '#web/console/words/live-board.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { checksOf } from './opening-checks.ts'

/** Before the opening: what has been looked at, and what somebody should look at once more. */
export function OpeningChecklist({ drop }: { readonly drop: Drop }) {
  const say = useWords(consoleBoardWords)
  const { number, money } = useFormat()
  const { productId } = drop
  const product = useQuery(reading('catalog.readProduct', { productId }))
  const services = useQuery(reading('gateway.listServices', {}))
  const rehearsals = useQuery(reading('gateway.listRehearsals', {}))
  const rehearsed = rehearsals.data?.items.find(
    ({ dropId, endedAtMs }) => dropId === drop.dropId && endedAtMs !== null,
  )
  if (product.data === undefined) {
    return <TroubleOrWait error={product.error} again={() => void product.refetch()} />
  }
  const checks = checksOf({
    drop,
    product: product.data,
    services: services.data?.items,
    rehearsed: rehearsed === undefined ? null : rehearsed.state === 'held',
  })
  const values = {
    units: number(drop.units),
    limit: number(drop.limitPerMember),
    price: money(drop.price),
    usual: money(product.data.price),
  }
  return (
    <Part
      title={say('checklist')}
      actions={<CompactLink to={`/rehearsals?drop=${drop.dropId}`}>{say('rehearse')}</CompactLink>}
    >
      <ul className="flex flex-col gap-2 text-14">
        {checks.map(({ about, isRight }) => (
          <li key={about} className="flex items-start gap-2">
            {isRight ? (
              <Check aria-hidden size={18} className="mt-0.5 shrink-0 text-yours" />
            ) : (
              <CircleAlert aria-hidden size={18} className="mt-0.5 shrink-0 text-short" />
            )}
            <span>
              <span className="sr-only">{say(isRight ? 'right' : 'lookAgain')}: </span>
              {say(`${about}${isRight ? 'Right' : 'Wrong'}`, values)}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  )
}
