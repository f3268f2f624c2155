import { useState } from 'react'
import type { DropStats } from '#contracts/drops.ts'
import { AskFirst } from '#web/console/ask-first.tsx'
import { CompactButton } from '#web/console/compact-button.tsx'
import { DeltaField } from '#web/console/delta-field.tsx'
import { type BegunChange, beginChange } from '#web/console/goods/begin-change.ts'
import { LastChange } from '#web/console/goods/last-change.tsx'
import { nameWithOptions } from '#web/console/options-text.ts'
import { consoleDropWords } from '#web/console/words/console-drops.ts'
import { Field } from '#web/kit/field.tsx'
import { Instant } from '#web/kit/instant.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { ClosingForetold } from './closing-foretold.tsx'
import { type DropAct, useDropAct } from './use-drop-act.ts'

/** Pause, resume, close, add or take units: each says what it will do to how many people. */
export function DropActs({ stats }: { readonly stats: DropStats }) {
  const say = useWords(consoleDropWords)
  const { drop, reserved } = stats
  const [asked, setAsked] = useState<DropAct | null>(null)
  const [begun, setBegun] = useState<BegunChange | null>(null)
  const [isBeginning, setBeginning] = useState(false)
  const { act, isBusy, trouble, forget } = useDropAct(drop.dropId, () => setAsked(null))
  const name = nameWithOptions(drop)
  // Of one SKU there may be many, one after the other.
  const which = (
    <p className="text-14 text-quiet">
      {say('opensAt')}: <Instant atMs={drop.opensAtMs} />
    </p>
  )
  const isEnded = drop.state === 'ended'
  const people = { held: reserved, waiting: drop.waiting }

  function ask(what: DropAct) {
    forget()
    setAsked(what)
  }
  async function askUnits() {
    setBeginning(true)
    setBegun(await beginChange(`drop-units:${drop.dropId}`, drop.skuId))
    setBeginning(false)
    ask('units')
  }
  const dialog = { close: () => setAsked(null), isBusy, trouble }

  return (
    <div className="flex flex-wrap gap-2">
      {drop.state === 'paused' ? (
        <CompactButton onClick={() => ask('resume')}>{say('resume')}</CompactButton>
      ) : (
        <CompactButton disabled={isEnded} onClick={() => ask('pause')}>
          {say('pause')}
        </CompactButton>
      )}
      <CompactButton disabled={isEnded} isBusy={isBeginning} onClick={() => void askUnits()}>
        {say('changeUnits')}
      </CompactButton>
      <CompactButton look="wrong" disabled={isEnded} onClick={() => ask('close')}>
        {say('closeDrop')}
      </CompactButton>
      {isEnded && <p className="w-full text-14 text-quiet">{say('isEnded')}</p>}
      <AskFirst
        {...dialog}
        act={say('pause')}
        isOpen={asked === 'pause'}
        name={name}
        onSure={() => act('pause')}
      >
        {which}
        <p>{say('pauseWill', people)}</p>
      </AskFirst>
      <AskFirst
        {...dialog}
        act={say('resume')}
        isOpen={asked === 'resume'}
        isHarmless
        onSure={() => act('resume')}
      >
        {which}
        <p>{say('resumeWill', people)}</p>
      </AskFirst>
      <AskFirst
        {...dialog}
        act={say('closeDrop')}
        isOpen={asked === 'close'}
        name={name}
        onSure={() => act('close')}
      >
        {which}
        <ClosingForetold drop={drop} />
      </AskFirst>
      <AskFirst
        {...dialog}
        act={say('changeUnits')}
        isOpen={asked === 'units'}
        name={name}
        onSure={fields =>
          act('units', {
            once: begun?.act ?? `drop-units:${drop.dropId}:`,
            moved: {
              delta: Number(fields.get('delta')),
              reason: String(fields.get('reason')).trim(),
            },
          })
        }
      >
        {which}
        <p>{say('unitsWill', { waiting: drop.waiting })}</p>
        <LastChange begun={begun} />
        <DeltaField />
        <Field label={say('reason')} name="reason" maxLength={500} pattern=".*\S.*" required />
      </AskFirst>
    </div>
  )
}
