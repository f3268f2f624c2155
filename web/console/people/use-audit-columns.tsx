import type { AuditEntry } from '#contracts/audit.ts'
import type { Column } from '#web/console/data-table.tsx'
import { RowLink } from '#web/console/row-link.tsx'
import { consoleAuditWords } from '#web/console/words/console-audit.ts'
import { consolePeopleWords } from '#web/console/words/console-people.ts'
import { isoTime } from '#web/kit/format.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { AuditDetails } from './audit-details.tsx'
import { auditOutcome } from './audit-outcome.ts'
import { SubjectLink } from './subject-link.tsx'
import { useAuditWord } from './use-audit-word.ts'

/** The columns of the audit log: each actor and subject leads to all that is known of it. */
export function useAuditColumns(): readonly Column<AuditEntry>[] {
  const say = useWords(consolePeopleWords)
  const sayAudit = useWords(consoleAuditWords)
  const wordOf = useAuditWord()
  const { dateTime, exactTime } = useFormat()
  return [
    {
      head: say('when'),
      show: ({ atMs }) => (
        <time className="whitespace-nowrap" title={exactTime(atMs)}>
          {dateTime(atMs)}
        </time>
      ),
      text: ({ atMs }) => isoTime(atMs),
    },
    {
      head: say('act'),
      show: ({ act }) => <RowLink to={`/audit?act=${act}`}>{wordOf(act) ?? act}</RowLink>,
      text: ({ act }) => act,
    },
    {
      head: say('actor'),
      show: ({ actorId, actorName }) =>
        actorId === undefined ? (
          say('theShop')
        ) : (
          <RowLink
            to={`/audit?actorId=${actorId}`}
            title={actorId}
            isNumber={actorName === undefined}
          >
            {actorName ?? actorId.slice(-12)}
          </RowLink>
        ),
      text: ({ actorId = '', actorName }) =>
        actorName === undefined ? actorId : `${actorName} (${actorId})`,
    },
    {
      head: say('subject'),
      show: entry => (
        <div className="flex flex-col items-start">
          <SubjectLink entry={entry} />
          {entry.subjectId !== undefined && (
            <RowLink to={`/audit?subjectId=${entry.subjectId}`} title={entry.subjectId} isNumber>
              {entry.subjectId.slice(-12)}
            </RowLink>
          )}
        </div>
      ),
      text: ({ subjectId }) => subjectId ?? '',
    },
    {
      head: say('details'),
      isWide: true,
      show: entry => <AuditDetails entry={entry} />,
      text: ({ details, result }) => JSON.stringify({ ...details, ...result }),
    },
    {
      head: say('outcome'),
      show: entry => {
        const outcome = auditOutcome(entry)
        switch (outcome) {
          case 'done':
            return say('wasDone')
          case 'done_in_part':
            return <span className="text-short">{sayAudit('wasDoneInPart')}</span>
          case 'all_refused':
            return <span className="text-wrong">{sayAudit('wasRefusedWhole')}</span>
          case 'unknown':
            return <span className="text-short">{say('unknown')}</span>
          default: {
            const reason = wordOf(`refused_${outcome}`) ?? outcome
            return <span className="text-wrong">{sayAudit('wasRefused', { reason })}</span>
          }
        }
      },
      text: auditOutcome,
    },
  ]
}
