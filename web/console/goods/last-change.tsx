import { consoleGoodsWords } from '#web/console/words/console-goods.ts'
import { Instant } from '#web/kit/instant.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import type { BegunChange } from './begin-change.ts'

/** What was changed before, for who did not hear what came of it. */
export function LastChange({ begun }: { readonly begun: BegunChange | null }) {
  const say = useWords(consoleGoodsWords)
  const { number } = useFormat()
  if (begun?.last == null) return null
  const { delta, reason, atMs } = begun.last
  return (
    <p className="text-14 wrap-anywhere text-quiet">
      {say('lastChange', { delta: `${delta > 0 ? '+' : '−'}${number(Math.abs(delta))}`, reason })} ·{' '}
      <Instant atMs={atMs} />
    </p>
  )
}
