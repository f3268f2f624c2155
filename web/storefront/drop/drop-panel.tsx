import { Suspense } from 'react'
import type { Drop } from '#contracts/drops.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useServerNow } from '#web/kit/use-server-now.ts'
import { useWords } from '#web/kit/use-words.ts'
import { WhichOne } from '#web/storefront/parts/which-one.tsx'
import { receiptWords } from '#web/storefront/receipt/words/receipt-words.ts'
import { dropLaterWords } from '#web/storefront/words/drop-later-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import { BeforeScene } from './before-scene.tsx'
import { DropFacts } from './drop-facts.tsx'
import { lapsedIn, mayStillHave, type Scene, type Seen, sceneOf, stateAt } from './drop-scene.ts'
import { LineScene } from './line-scene.tsx'
import { part } from './part.ts'
import { ReadyScene } from './ready-scene.tsx'
import { SceneTeller } from './scene-teller.tsx'
import { SoldOutScene } from './sold-out-scene.tsx'
import { BoughtScene, EndedScene, LookingScene, PausedScene } from './still-scenes.tsx'
import { type AskingText, useAskingText } from './use-asking-text.ts'
import { useMine } from './use-mine.ts'
import { useOwnLeft } from './use-own-left.ts'
import { YoursScene } from './yours-scene.tsx'

const BoughtHere = part(
  () => import('./bought-here.tsx').then(({ BoughtHere }) => BoughtHere),
  [receiptWords],
)

const SessionOver = part(
  () => import('./session-over.tsx').then(({ SessionOver }) => SessionOver),
  [dropLaterWords],
)

const LapsedNotice = part(
  () => import('./lapsed-notice.tsx').then(({ LapsedNotice }) => LapsedNotice),
  [receiptWords],
)

/** All beside the picture: what it is, what happens now, and what one can do about it. */
export function DropPanel({ drop, isLive }: { readonly drop: Drop; readonly isLive: boolean }) {
  const say = useWords(dropWords)
  const { money } = useFormat()
  const nowMs = useServerNow(drop.opensAtMs)
  const hasLine = drop.waiting > 0 || ['sold_out', 'ended', 'paused'].includes(stateAt(drop, nowMs))
  const { press, mine, place, isKnown, isFailing } = useMine(drop, hasLine)
  const asking = useAskingText(press)
  const scene = sceneOf({ drop, nowMs, press, mine, place, isKnown })
  const lapsed = lapsedIn(scene, mine)
  const left = useOwnLeft(drop.dropId, scene)
  return (
    <div className="flex flex-col gap-6">
      <header className="flex flex-col gap-1">
        <h1 className="text-28">{drop.title}</h1>
        <WhichOne options={drop.options} />
        <p className="text-20 font-medium">{money(drop.price)}</p>
      </header>
      <SceneTeller scene={scene} asking={asking} hasLapsed={lapsed !== null} />
      <section className="flex flex-col gap-4" data-scene={scene.is}>
        {sceneView(scene, { drop, press, mine, asking })}
        {lapsed !== null && (
          <Suspense>
            <LapsedNotice lapsed={lapsed} scene={scene.is} />
          </Suspense>
        )}
        {left !== null && (
          <Suspense>
            <SessionOver own={left} />
          </Suspense>
        )}
        <p className="min-h-6 text-14 text-short">
          {isFailing && say('ownUnread')} {!isLive && say('reconnecting')}
        </p>
      </section>
      {mine !== null && mine.bought.length > 0 && (
        <Suspense>
          <BoughtHere dropId={drop.dropId} bought={mine.bought} />
        </Suspense>
      )}
      <DropFacts drop={drop} />
    </div>
  )
}

/** More than anybody chooses from a list. */
const MOST_AT_ONCE = 10

type Around = Pick<Seen, 'drop' | 'press' | 'mine'> & { readonly asking: AskingText }

function sceneView(scene: Scene, { drop, press, mine, asking }: Around) {
  const hasBought = mine !== null && mine.bought.length > 0
  const mostUnits = Math.max(1, Math.min(MOST_AT_ONCE, mayStillHave(drop, mine)))
  switch (scene.is) {
    case 'before':
      return <BeforeScene drop={drop} />
    case 'ready':
    case 'asking':
      return (
        <ReadyScene
          drop={drop}
          press={press}
          mostUnits={mostUnits}
          isAnother={hasBought}
          asking={scene.is === 'asking' ? asking : null}
        />
      )
    case 'looking':
      return <LookingScene drop={drop} />
    case 'yours':
      return <YoursScene drop={drop} held={scene.held} wanted={scene.wanted} />
    case 'bought':
      return <BoughtScene drop={drop} bought={scene} />
    case 'in_line':
      return <LineScene drop={drop} press={press} inLine={scene} />
    case 'sold_out':
      return <SoldOutScene drop={drop} press={press} mostUnits={mostUnits} />
    case 'paused':
      return <PausedScene drop={drop} />
    case 'ended':
      return <EndedScene drop={drop} />
  }
}
