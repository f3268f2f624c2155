import type { AuditEntry } from '#contracts/audit.ts'
import { consoleAuditWords } from '#web/console/words/console-audit.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { auditFacts } from './audit-facts.ts'
import { useAuditWord } from './use-audit-word.ts'

/** What was asked for with an act, in words; as it was recorded for who wants it so. */
export function AuditDetails({ details }: Pick<AuditEntry, 'details'>) {
  const say = useWords(consoleAuditWords)
  const wordOf = useAuditWord()
  const facts = auditFacts(details, useFormat())
  if (facts.length === 0) return null
  return (
    <div className="min-w-56">
      <dl className="flex flex-wrap gap-x-4">
        {facts.map(({ field, text }) => (
          <div key={field} className="flex gap-1">
            <dt className="text-quiet">{wordOf(`of_${field}`) ?? field}</dt>
            <dd className="[overflow-wrap:anywhere]">{text}</dd>
          </div>
        ))}
      </dl>
      <details className="text-12 text-quiet">
        <summary className="flex min-h-6 w-fit items-center underline underline-offset-4 pointer-coarse:min-h-11">
          {say('raw')}
        </summary>
        <code className="break-all">{JSON.stringify(details)}</code>
      </details>
    </div>
  )
}
