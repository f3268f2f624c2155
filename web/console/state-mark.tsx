import type { DropState } from '#contracts/drops.ts'
import type { OrderState } from '#contracts/orders.ts'
import { classNames } from '#web/kit/class-names.ts'
import { useWords } from '#web/kit/use-words.ts'
import { consoleWords } from './words/console.ts'

type State = DropState | OrderState

/** Only what somebody has to do, or what is lost, has a colour. */
const looks: Partial<Record<State, string>> = {
  open: 'border-yours bg-yours-ground text-yours',
  paid: 'border-short bg-short-ground text-short',
  paused: 'border-short bg-short-ground text-short',
}

export function StateMark({ state }: { readonly state: State }) {
  const say = useWords(consoleWords)
  return <Mark look={looks[state]}>{say(state)}</Mark>
}

/** A word in a frame. */
export function Mark({
  look = 'border-line bg-sunken text-ink',
  children,
}: {
  readonly look?: string | undefined
  readonly children: string
}) {
  return (
    <span
      className={classNames(
        'inline-block rounded-full border px-2 py-0.5 text-12 font-medium whitespace-nowrap',
        look,
      )}
    >
      {children}
    </span>
  )
}
