import { useState } from 'react'
import { Teller } from '#web/kit/teller.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import type { Scene } from './drop-scene.ts'
import { placeToTell } from './place-to-tell.ts'
import type { AskingText } from './use-asking-text.ts'

/** Tells a screen reader what has become of the drop: that it opens, and what a press led to. */
export function SceneTeller({
  scene,
  asking,
}: {
  readonly scene: Scene
  readonly asking: AskingText
}) {
  const say = useWords(dropWords)
  const { time } = useFormat()
  const [place, setPlace] = useState<number | null>(null)
  const toTell = scene.is === 'in_line' ? placeToTell(place, scene.place.place) : null
  if (toTell !== place) setPlace(toTell)
  const [[now, before], setScenes] = useState<readonly Scene['is'][]>([scene.is])
  if (now !== scene.is) setScenes([scene.is, now ?? scene.is])

  function sentence(): string {
    switch (scene.is) {
      case 'before':
        return ''
      case 'ready':
        // A press that gave nothing is told by its notice.
        return before === 'before' || before === 'paused' ? say('nowOpen') : ''
      case 'asking':
        return asking === 'askingText' ? '' : say(asking)
      case 'yours': {
        const until = time(scene.held.expiresAtMs)
        return scene.isOffer
          ? `${say('offered')} ${say('heldUntil', { time: until })}`
          : say('numberSaid', { position: scene.held.position ?? '', time: until })
      }
      case 'in_line':
        return say('placeSaid', { count: toTell ?? scene.place.place })
      case 'sold_out':
        return say('soldOut')
      case 'bought':
      case 'paused':
      case 'ended':
        return say(scene.is)
    }
  }

  return <Teller sentence={sentence()} heading="[data-scene] h2" />
}
