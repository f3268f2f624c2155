import { useState } from 'react'
import type { Rehearsal } from '#contracts/rehearsals.ts'
import { CompactButton } from '#web/console/compact-button.tsx'
import { RowLink } from '#web/console/row-link.tsx'
import { Mark } from '#web/console/state-mark.tsx'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleOperationWords } from '#web/console/words/console-operations.ts'
import { ask } from '#web/kit/ask-shop.ts'
import { Instant } from '#web/kit/instant.tsx'
import { isRefusal } from '#web/kit/refusal.ts'
import { saveFile } from '#web/kit/save-file.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { PromiseLine } from './promise-line.tsx'

const looks: Readonly<Record<Rehearsal['state'], string | undefined>> = {
  running: undefined,
  held: 'border-yours bg-yours-ground text-yours',
  broken: 'border-wrong bg-wrong-ground text-wrong',
  failed: 'border-short bg-short-ground text-short',
}

/** One rehearsal: how far it is, how each promise was kept, and its report as a file. */
export function RehearsalCard({ rehearsal }: { readonly rehearsal: Rehearsal }) {
  const say = useWords(consoleOperationWords)
  const refusalText = useRefusalText()
  const { number } = useFormat()
  const [trouble, setTrouble] = useState<string | null>(null)
  const { rehearsalId, state, dropId, buyers, done, startedAtMs, promises, gateway } = rehearsal

  async function saveReport() {
    const answer = await ask('gateway.readRehearsal', { rehearsalId })
    if (isRefusal(answer)) setTrouble(refusalText(answer))
    else if (answer.report === null) setTrouble(say('noReport'))
    else saveFile('rehearsal.html', new Blob([answer.report], { type: 'text/html' }))
  }

  return (
    <li className="rounded-12 border border-line bg-surface p-4 text-14">
      <div className="mb-2 flex flex-wrap items-center gap-3">
        <Mark look={looks[state]}>{say(`rehearsal_${state}`)}</Mark>
        <span>{say('ofBuyers', { done: number(done), buyers: number(buyers) })}</span>
        <span className="text-quiet">
          <Instant atMs={startedAtMs} /> · {say('onGateway', { gateway })}
        </span>
        {dropId !== null && <RowLink to={`/drops/${dropId}`}>{say('itsDrop')}</RowLink>}
        {state !== 'running' && (
          <span className="ml-auto">
            <CompactButton onClick={() => void saveReport()}>{say('report')}</CompactButton>
          </span>
        )}
      </div>
      {state === 'running' && (
        <progress aria-label={say('progress')} max={buyers} value={done} className="h-2 w-full" />
      )}
      <ul className="flex flex-col gap-1">
        {promises.map(judged => (
          <PromiseLine key={judged.promise} judged={judged} />
        ))}
      </ul>
      {trouble !== null && <p className="mt-2 text-wrong">{trouble}</p>}
    </li>
  )
}
