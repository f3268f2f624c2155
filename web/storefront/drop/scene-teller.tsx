import { useFormat } from '#web/kit/format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import type { Scene } from './drop-scene.ts'

/** Tells a screen reader what has become of the drop, once a change, and never the ticking. */
export function SceneTeller({
  scene,
  isSoon,
}: {
  readonly scene: Scene
  readonly isSoon: boolean
}) {
  const say = useWords(dropWords)
  const { time } = useFormat()

  function sentence(): string {
    switch (scene.is) {
      case 'before':
        return isSoon ? say('oneMinute') : ''
      case 'ready':
        return say('nowOpen')
      case 'asking':
        return say('asking')
      case 'yours':
        return scene.isOffer
          ? `${say('offered')} ${say('heldUntil', { time: time(scene.held.expiresAtMs) })}`
          : say('numberSaid', {
              position: scene.held.position ?? '',
              time: time(scene.held.expiresAtMs),
            })
      case 'in_line':
        return say('placeSaid', { count: scene.place.place })
      case 'bought':
        return say('bought')
      case 'sold_out':
        return say('soldOut')
      case 'paused':
        return say('paused')
      case 'ended':
        return say('ended')
    }
  }

  return (
    <p role="status" className="sr-only">
      {sentence()}
    </p>
  )
}
