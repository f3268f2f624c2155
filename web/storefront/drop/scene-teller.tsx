import { useState } from 'react'
import { Teller } from '#web/kit/teller.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import { type Scene, unitsOf } from './drop-scene.ts'
import { placeToTell } from './place-to-tell.ts'
import type { AskingText } from './use-asking-text.ts'

/** Tells a screen reader what has become of the drop: that it opens, and what a press led to. */
export function SceneTeller({
  scene,
  asking,
  hasLapsed,
}: {
  readonly scene: Scene
  readonly asking: AskingText
  readonly hasLapsed: boolean
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
      case 'looking':
        return ''
      case 'ready':
        // A press that gave nothing is told by its notice.
        return before === 'before' || before === 'paused' ? say('nowOpen') : ''
      case 'asking':
        return asking === 'askingText' ? '' : say(asking)
      case 'yours': {
        const { position = '', expiresAtMs } = scene.held
        const until = time(expiresAtMs)
        return scene.wanted === null
          ? say('numberSaid', { position, count: unitsOf(scene.held), time: until })
          : `${say('offered')} ${say('heldUntil', { time: until })}`
      }
      case 'in_line': {
        const placeSaid = say('placeSaid', { count: toTell ?? scene.place.place })
        return `${say(scene.isPaused ? 'paused' : 'soldOut')}. ${placeSaid}`
      }
      case 'sold_out':
        return say('soldOut')
      case 'bought':
        return say(scene.isReturned ? 'returned' : 'bought')
      case 'paused':
      case 'ended':
        return say(scene.is)
    }
  }

  const told = hasLapsed ? `${say('lapsed')} ${sentence()}` : sentence()
  return <Teller sentence={told} heading="[data-scene] h2" />
}
