import type { AuditEntry } from '#contracts/audit.ts'
import type { Column } from '#web/console/data-table.tsx'
import { RowLink } from '#web/console/row-link.tsx'
import { consoleAuditWords } from '#web/console/words/console-audit.ts'
import { consolePeopleWords } from '#web/console/words/console-people.ts'
import { orderNumber } from '#web/kit/order-number.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { AuditDetails } from './audit-details.tsx'
import { useAuditWord } from './use-audit-word.ts'

/** The columns of the audit log: each actor and subject leads to all that is known of it. */
export function useAuditColumns(): readonly Column<AuditEntry>[] {
  const say = useWords(consolePeopleWords)
  const sayAudit = useWords(consoleAuditWords)
  const wordOf = useAuditWord()
  const { dateTime, exactTime } = useFormat()
  const whenText = (atMs: number) => `${dateTime(atMs)} (${exactTime(atMs)})`
  return [
    {
      head: say('when'),
      show: ({ atMs }) => (
        <time className="whitespace-nowrap" title={exactTime(atMs)}>
          {dateTime(atMs)}
        </time>
      ),
      text: ({ atMs }) => whenText(atMs),
    },
    {
      head: say('act'),
      show: ({ act }) => <RowLink to={`/audit?act=${act}`}>{wordOf(act) ?? act}</RowLink>,
      text: ({ act }) => act,
    },
    {
      head: say('actor'),
      show: ({ actorId }) =>
        actorId === undefined ? (
          say('theShop')
        ) : (
          <RowLink to={`/audit?actorId=${actorId}`} title={actorId} isNumber>
            {actorId.slice(-12)}
          </RowLink>
        ),
      text: ({ actorId }) => actorId ?? '',
    },
    {
      head: say('subject'),
      show: ({ act, subjectId }) =>
        subjectId === undefined ? (
          ''
        ) : (
          <RowLink to={`/audit?subjectId=${subjectId}`} title={subjectId} isNumber>
            {isAboutOrder(act) ? orderNumber(subjectId) : subjectId.slice(-12)}
          </RowLink>
        ),
      text: ({ subjectId }) => subjectId ?? '',
    },
    {
      head: say('details'),
      isWide: true,
      show: ({ details }) => <AuditDetails details={details} />,
      text: ({ details }) => JSON.stringify(details),
    },
    {
      head: say('outcome'),
      show: ({ outcome }) => {
        if (outcome === undefined) return <span className="text-short">{say('unknown')}</span>
        if (outcome === 'done') return say('wasDone')
        return <span className="text-wrong">{sayAudit('wasRefused', { code: outcome })}</span>
      },
      text: ({ outcome }) => outcome ?? '',
    },
  ]
}

const isAboutOrder = (act: string): boolean => act === 'ship_order' || act === 'deliver_order'
