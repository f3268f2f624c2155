import { useQuery } from '@tanstack/react-query'
import type { Drop } from '#contracts/drops.ts'
import { TroubleOrWait } from '#web/console/trouble-or-wait.tsx'
import { consoleDropWords } from '#web/console/words/console-drops.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { useWords } from '#web/kit/use-words.ts'

const EVERY_MS = 2_000

/** What closing a drop now would do, as the shop reckons it; it goes on while somebody reads. */
export function ClosingForetold({ drop }: { readonly drop: Drop }) {
  const say = useWords(consoleDropWords)
  const foretold = useQuery({
    ...reading('stock.readClosing', { dropId: drop.dropId }),
    refetchInterval: EVERY_MS,
  })
  if (foretold.data === undefined) {
    return <TroubleOrWait error={foretold.error} again={() => void foretold.refetch()} />
  }
  const { backToStock: left, held, waiting, offered } = foretold.data
  return (
    <>
      <p>{say('closeWill', { left, held, waiting })}</p>
      {offered.members > 0 && (
        <p>{say('closeWillOffer', { units: offered.units, count: offered.members })}</p>
      )}
      {drop.state === 'paused' && <p>{say('closeWillEndPause')}</p>}
    </>
  )
}
