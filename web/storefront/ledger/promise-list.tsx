import { classNames } from '#web/kit/class-names.ts'
import { Notice } from '#web/kit/notice.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { Panel } from '#web/storefront/parts/panel.tsx'
import { type Kept, type LedgerAudit, PROMISES } from './audit-ledger.ts'
import { ledgerWords } from './words/ledger-words.ts'

/** Each thing that was checked, and whether it holds. */
export function PromiseList({ kept }: Pick<LedgerAudit, 'kept'>) {
  const say = useWords(ledgerWords)
  const states = { right: say('isRight'), wrong: say('isWrong'), unable: say('isUnable') }
  return (
    <Panel title={say('checked')}>
      <ul className="flex flex-col gap-3">
        {PROMISES.map(promise => {
          const is = kept[promise]
          return (
            <li key={promise} className={classNames('flex gap-3', is === 'unable' && 'text-quiet')}>
              <Mark is={is} />
              <span>
                <span className="sr-only">{states[is]}: </span>
                {say(is === 'wrong' ? `wrong_${promise}` : `right_${promise}`)}
                {is === 'unable' && <> ({states.unable})</>}
              </span>
            </li>
          )
        })}
      </ul>
      {kept.signature === 'unable' && <Notice>{say('unableText')}</Notice>}
    </Panel>
  )
}

const drawn: Readonly<Record<Kept, string>> = {
  right: 'M4 11l4 4 8-9',
  wrong: 'M5 5l10 10M15 5L5 15',
  unable: 'M5 10h10',
}
const colours: Readonly<Record<Kept, string>> = {
  right: 'text-yours',
  wrong: 'text-wrong',
  unable: 'text-quiet',
}

const Mark = ({ is }: { readonly is: Kept }) => (
  <svg
    viewBox="0 0 20 20"
    className={classNames('mt-1 size-4 shrink-0 stroke-current', colours[is])}
    fill="none"
    strokeWidth="2.5"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d={drawn[is]} />
  </svg>
)
