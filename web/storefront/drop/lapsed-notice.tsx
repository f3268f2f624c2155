import { Notice } from '#web/kit/notice.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { receiptWords } from '#web/storefront/receipt/words/receipt-words.ts'
import type { Lapsed, Scene } from './drop-scene.ts'

/** A hold ran out of time: what happened to it, and what one can do in this state of the drop. */
export function LapsedNotice({
  lapsed: { position, untilMs },
  scene,
}: {
  readonly lapsed: Lapsed
  readonly scene: Scene['is']
}) {
  const say = useWords(receiptWords)
  const { dateTime } = useFormat()
  return (
    <Notice>
      <p className="font-medium">{say('ownExpired', { position, time: dateTime(untilMs) })}</p>
      <p>
        {say('wentBack')} {scene === 'ready' && say('pressAgain')}
        {scene === 'sold_out' && say('joinAgain')}
      </p>
    </Notice>
  )
}
