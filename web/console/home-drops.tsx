import { useQuery } from '@tanstack/react-query'
import type { Drop } from '#contracts/drops.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { clockText } from '#web/kit/format.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useServerNow } from '#web/kit/use-server-now.ts'
import { useWords } from '#web/kit/use-words.ts'
import { CompactLink } from './compact-button.tsx'
import { nameWithOptions } from './options-text.ts'
import { Part } from './paper.tsx'
import { RowLink } from './row-link.tsx'
import { StateMark } from './state-mark.tsx'
import { TroubleOrWait } from './trouble-or-wait.tsx'
import { consoleHomeWords } from './words/console-home.ts'

const EVERY_MS = 5_000
const DAY_MS = 86_400_000
/** The most that one page of a list holds, and that are shown of them. */
const MOST = 100
const SHOWN = 8

/** The drops that run now, the last that opened first; or the next that open. */
export function HomeDrops({ state }: { readonly state: 'open' | 'upcoming' }) {
  const say = useWords(consoleHomeWords)
  const drops = useQuery({
    ...reading('stock.listDrops', { state, limit: MOST }),
    refetchInterval: EVERY_MS,
  })
  const items = drops.data?.items
  const shown = state === 'open' ? items?.toReversed() : items
  const count = items?.length ?? 0
  return (
    <Part
      title={say(state === 'open' ? 'openDrops' : 'nextDrops')}
      actions={
        count > SHOWN && (
          <CompactLink to={`/drops?state=${state}`}>
            {say(drops.data?.nextCursor === null ? 'seeAll' : 'seeAllAndMore', { count })}
          </CompactLink>
        )
      }
    >
      {shown === undefined ? (
        <TroubleOrWait error={drops.error} again={() => void drops.refetch()} />
      ) : (
        <ul className="divide-y divide-line">
          {shown.slice(0, SHOWN).map(drop => (
            <HomeDrop key={drop.dropId} drop={drop} />
          ))}
          {shown.length === 0 && (
            <li className="py-4 text-14 text-quiet">
              {say(state === 'open' ? 'noOpen' : 'noNext')}
            </li>
          )}
        </ul>
      )}
    </Part>
  )
}

function HomeDrop({ drop }: { readonly drop: Drop }) {
  const say = useWords(consoleHomeWords)
  const format = useFormat()
  const nowMs = useServerNow(drop.opensAtMs)
  const leftMs = drop.opensAtMs - nowMs
  const isNext = leftMs > 0
  const soon = leftMs < DAY_MS && say('opensIn', { clock: clockText(leftMs) })
  return (
    <li className="flex items-center gap-4 py-2 text-14">
      <div className="flex min-w-0 grow flex-wrap items-center gap-x-4 gap-y-1">
        <RowLink to={`/drops/${drop.dropId}`}>{nameWithOptions(drop)}</RowLink>
        {!isNext && <StateMark state={drop.state} />}
        <span className="text-quiet">
          {isNext
            ? [format.dateTime(drop.opensAtMs), soon].filter(Boolean).join(' · ')
            : say('left', { left: drop.remaining, total: drop.units })}
        </span>
      </div>
      <CompactLink to={`/drops/${drop.dropId}/board`}>{say('board')}</CompactLink>
    </li>
  )
}
