import { Link } from 'react-router'
import type { AuditEntry } from '#contracts/audit.ts'
import type { Column } from '#web/console/data-table.tsx'
import { consolePeopleWords } from '#web/console/words/console-people.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'

/** The columns of the audit log: each actor and subject leads to all that is known of it. */
export function useAuditColumns(): readonly Column<AuditEntry>[] {
  const say = useWords(consolePeopleWords)
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
      show: ({ act }) => (
        <Link to={`/audit?act=${act}`} className="font-mono text-12 underline underline-offset-4">
          {act}
        </Link>
      ),
      text: ({ act }) => act,
    },
    {
      head: say('actor'),
      show: ({ actorId }) =>
        actorId === undefined ? (
          say('theShop')
        ) : (
          <Link
            to={`/audit?actorId=${actorId}`}
            title={actorId}
            className="font-mono text-12 underline underline-offset-4"
          >
            {actorId.slice(-12)}
          </Link>
        ),
      text: ({ actorId }) => actorId ?? '',
    },
    {
      head: say('subject'),
      show: ({ subjectId }) =>
        subjectId === undefined ? (
          ''
        ) : (
          <Link
            to={`/audit?subjectId=${subjectId}`}
            title={subjectId}
            className="font-mono text-12 underline underline-offset-4"
          >
            {subjectId.slice(-12)}
          </Link>
        ),
      text: ({ subjectId }) => subjectId ?? '',
    },
    {
      head: say('details'),
      show: ({ details }) => (
        <code className="line-clamp-2 min-w-48 text-12 break-all text-quiet">
          {detailsText(details)}
        </code>
      ),
      text: ({ details }) => JSON.stringify(details),
    },
    {
      head: say('outcome'),
      show: ({ outcome }) => {
        if (outcome === undefined) return <span className="text-short">{say('unknown')}</span>
        return outcome === 'done' ? say('wasDone') : <span className="text-wrong">{outcome}</span>
      },
      text: ({ outcome }) => outcome ?? '',
    },
  ]
}

/** `units 20, limitPerMember 1`: without the brackets of JSON. */
const detailsText = (details: AuditEntry['details']): string =>
  Object.entries(details)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
