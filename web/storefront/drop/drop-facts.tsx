import { ChevronDown } from 'lucide-react'
import { Suspense, useState } from 'react'
import { Link } from 'react-router'
import type { Drop } from '#contracts/drops.ts'
import { Instant } from '#web/kit/instant.tsx'
import { isOnline } from '#web/kit/network.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useStore } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import { howDecidedWords } from '#web/storefront/words/how-decided-words.ts'
import { shellWords } from '#web/storefront/words/shell.ts'
import { part } from './part.ts'

const HowDecided = part(
  () => import('./how-decided.tsx').then(({ HowDecided }) => HowDecided),
  [howDecidedWords],
)

/** What holds in every state: units, limit, hold, times, and how it is decided. */
export function DropFacts({ drop }: { readonly drop: Drop }) {
  const say = useWords(dropWords)
  const sayShell = useWords(shellWords)
  const isThere = useStore(isOnline)
  const { span } = useFormat()
  const heldSpan = span(drop.holdMs)
  const [isOpened, setOpened] = useState(false)
  return (
    <div className="flex flex-col gap-4 border-t border-line pt-4 text-14">
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {drop.state !== 'ended' && <li>{say('unitsInAll', { count: drop.units })}</li>}
        <li>{say('limit', { count: drop.limitPerMember })}</li>
        <li>{say('held', { span: heldSpan })}</li>
      </ul>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="text-quiet">{say('opensAt')}</dt>
        <dd>
          <Instant atMs={drop.opensAtMs} />
        </dd>
        <dt className="text-quiet">{say('closesAt')}</dt>
        <dd>
          <Instant atMs={drop.closesAtMs} />
        </dd>
      </dl>
      <details className="group" onToggle={() => setOpened(true)}>
        <summary className="flex min-h-11 list-none items-center gap-2 font-medium [&::-webkit-details-marker]:hidden">
          {say('howItWorks')}
          <ChevronDown aria-hidden className="size-5 transition-transform group-open:rotate-180" />
        </summary>
        <Suspense fallback={!isThere && sayShell('offline')}>
          {isOpened && <HowDecided heldSpan={heldSpan} />}
        </Suspense>
      </details>
      <Link to={`/products/${drop.productId}`} className="py-2 underline underline-offset-4">
        {say('aboutProduct')}
      </Link>
    </div>
  )
}
