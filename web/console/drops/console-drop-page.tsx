import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import type { Drop, DropStats } from '#contracts/drops.ts'
import { CompactLink } from '#web/console/compact-button.tsx'
import { Fact, Facts } from '#web/console/facts.tsx'
import { StockChanges } from '#web/console/goods/stock-changes.tsx'
import { nameWithOptions } from '#web/console/options-text.ts'
import { Paper, Part } from '#web/console/paper.tsx'
import { StateMark } from '#web/console/state-mark.tsx'
import { TroubleOrWait } from '#web/console/trouble-or-wait.tsx'
import { consoleDropWords } from '#web/console/words/console-drops.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Instant } from '#web/kit/instant.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { ChangeDrop } from './change-drop.tsx'
import { DropActs } from './drop-acts.tsx'
import { plannedUnits } from './planned-units.ts'

const EVERY_MS = 3_000

/** One drop: what was planned, how it stands, and what can be done about it. */
export function ConsoleDropPage() {
  const say = useWords(consoleDropWords)
  const { dropId = '' } = useParams()
  const stats = useQuery({
    ...reading('stock.readDropStats', { dropId }),
    refetchInterval: EVERY_MS,
  })
  if (stats.data === undefined) {
    return (
      <Paper title={say('drop')}>
        <TroubleOrWait error={stats.error} again={() => void stats.refetch()} />
      </Paper>
    )
  }
  const { drop } = stats.data
  return (
    <Paper
      title={nameWithOptions(drop)}
      actions={
        <>
          <CompactLink to={`/drops/${dropId}/board`} look="seal">
            {say('board')}
          </CompactLink>
          <CompactLink to={`/products/${drop.productId}`}>{say('product')}</CompactLink>
        </>
      }
    >
      <div className="grid gap-4 xl:grid-cols-2">
        <Part title={say('howItStands')} actions={<StateMark state={drop.state} />}>
          <Standing stats={stats.data} />
        </Part>
        <Part title={say('asPlanned')}>
          <Plan drop={drop} />
        </Part>
        <Part title={say('acts')}>
          <DropActs stats={stats.data} />
          <StockChanges skuId={drop.skuId} />
        </Part>
        {drop.state !== 'ended' && (
          <Part title={say('change')}>
            <ChangeDrop key={dropId} drop={drop} />
          </Part>
        )}
      </div>
    </Paper>
  )
}

function Standing({ stats }: { readonly stats: DropStats }) {
  const say = useWords(consoleDropWords)
  const { number } = useFormat()
  const { drop, reserved, sold } = stats
  return (
    <Facts>
      <Fact name={say('units')}>{number(drop.units)}</Fact>
      <Fact name={say('remaining')}>{number(drop.remaining)}</Fact>
      <Fact name={say('held')}>{number(reserved)}</Fact>
      <Fact name={say('sold')}>{number(sold)}</Fact>
      <Fact name={say('waiting')}>{number(drop.waiting)}</Fact>
    </Facts>
  )
}

function Plan({ drop }: { readonly drop: Drop }) {
  const say = useWords(consoleDropWords)
  const { number, money } = useFormat()
  const { dropId, opensAtMs } = drop
  const begun = useQuery(reading('stock.readLedger', { dropId, limit: 100 }))
  const units = plannedUnits(begun.data?.items ?? [], opensAtMs)
  return (
    <Facts>
      <Fact name={say('units')}>{units === null ? '–' : number(units)}</Fact>
      <Fact name={say('price')}>{money(drop.price)}</Fact>
      <Fact name={say('opensAt')}>
        <Instant atMs={drop.opensAtMs} />
      </Fact>
      <Fact name={say('closesAt')}>
        <Instant atMs={drop.closesAtMs} />
      </Fact>
      <Fact name={say('limit')}>{number(drop.limitPerMember)}</Fact>
      <Fact name={say('holdMinutes')}>{number(drop.holdMs / 60_000)}</Fact>
      <Fact name={say('dropNumber')} isLong>
        <code className="text-12 break-all">{drop.dropId}</code>
      </Fact>
    </Facts>
  )
}
