import { useQuery } from '@tanstack/react-query'
import { Paper, Part } from '#web/console/paper.tsx'
import { TroubleOrWait } from '#web/console/trouble-or-wait.tsx'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleOperationWords } from '#web/console/words/console-operations.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { RehearsalCard } from './rehearsal-card.tsx'
import { StartRehearsal } from './start-rehearsal.tsx'

const EVERY_MS = 2_000

/** Drops played with a simulated crowd in a copy of the shop, and how each promise was kept. */
export function RehearsalsPage() {
  const say = useWords(consoleWords)
  const sayMore = useWords(consoleOperationWords)
  const rehearsals = useQuery({
    ...reading('gateway.listRehearsals', {}),
    refetchInterval: EVERY_MS,
  })
  const items = rehearsals.data?.items
  return (
    <Paper title={say('rehearsals')}>
      <div className="grid gap-4 xl:grid-cols-[24rem_minmax(0,1fr)]">
        <div>
          <Part title={sayMore('startRehearsal')}>
            <StartRehearsal isRunning={items?.some(({ state }) => state === 'running') ?? false} />
          </Part>
        </div>
        {items === undefined ? (
          <TroubleOrWait error={rehearsals.error} again={() => void rehearsals.refetch()} />
        ) : items.length === 0 ? (
          <EmptyState title={say('nothingHere')}>{sayMore('noRehearsals')}</EmptyState>
        ) : (
          <ul className="flex flex-col gap-3">
            {items.map(rehearsal => (
              <RehearsalCard key={rehearsal.rehearsalId} rehearsal={rehearsal} />
            ))}
          </ul>
        )}
      </div>
    </Paper>
  )
}
