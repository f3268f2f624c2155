import { consoleRoutes } from 'virtual:console-routes'
import { useId } from 'react'
import { CompactButton } from '#web/console/compact-button.tsx'
import { DataTable } from '#web/console/data-table.tsx'
import { instantOfField } from '#web/console/drops/local-instant.ts'
import { FilterChoice } from '#web/console/filter-choice.tsx'
import { Paper } from '#web/console/paper.tsx'
import { oneOf, useFilters } from '#web/console/use-filters.ts'
import { useListing } from '#web/console/use-listing.ts'
import { consoleWords } from '#web/console/words/console.ts'
import { consolePeopleWords } from '#web/console/words/console-people.ts'
import { useWords } from '#web/kit/use-words.ts'
import { useAuditColumns } from './use-audit-columns.tsx'
import { useAuditWord } from './use-audit-word.ts'

/** What the shop writes down in words of its own, with what was before and after. */
const ownActs = ['crowd_made', 'first_admin_made', 'roles_set']

/** Every other privileged act has the name of its operation. */
const acts = [
  ...ownActs,
  ...Object.entries(consoleRoutes)
    .filter(([name, route]) => !route.startsWith('!GET ') && name !== 'members.setRoles')
    .map(([name]) => name.split('.')[1]?.replace(/[A-Z]/g, one => `_${one.toLowerCase()}`) ?? ''),
].sort()

const ID = /^[a-z0-9:-]{1,36}$/

/** Who did what to what, when, and what came of it. */
export function AuditPage() {
  const say = useWords(consoleWords)
  const sayPeople = useWords(consolePeopleWords)
  const wordOf = useAuditWord()
  const filters = useFilters()
  const act = oneOf(acts, filters.of('act'))
  const [actorId, subjectId] = [filters.of('actorId'), filters.of('subjectId')]
  const sinceMs = instantOfField(filters.of('since'))
  const untilMs = instantOfField(filters.of('until'))
  const listing = useListing('members.listAudit', {
    ...(act !== undefined && { act }),
    ...(ID.test(actorId) && { actorId }),
    ...(ID.test(subjectId) && { subjectId }),
    ...(sinceMs !== null && { sinceMs }),
    ...(untilMs !== null && { untilMs }),
    limit: 50,
  })
  const columns = useAuditColumns()
  return (
    <Paper title={say('audit')}>
      <div className="mb-3 flex flex-wrap items-center gap-x-6 gap-y-2">
        <FilterChoice
          label={sayPeople('act')}
          all={say('all')}
          value={act ?? ''}
          onChoose={value => filters.choose({ act: value })}
          options={acts.map(value => ({ value, name: wordOf(value) ?? value }))}
        />
        <InstantFilter
          label={sayPeople('sinceWhen')}
          value={filters.of('since')}
          onChoose={since => filters.choose({ since })}
        />
        <InstantFilter
          label={sayPeople('untilWhen')}
          value={filters.of('until')}
          onChoose={until => filters.choose({ until })}
        />
        {actorId !== '' && (
          <CompactButton onClick={() => filters.choose({ actorId: '' })}>
            {sayPeople('anyActor')}
          </CompactButton>
        )}
        {subjectId !== '' && (
          <CompactButton onClick={() => filters.choose({ subjectId: '' })}>
            {sayPeople('anySubject')}
          </CompactButton>
        )}
      </div>
      <DataTable
        name={say('audit')}
        columns={columns}
        listing={listing}
        keyOf={({ auditId }) => auditId}
        nothing={sayPeople('noActs')}
      />
    </Paper>
  )
}

function InstantFilter({
  label,
  value,
  onChoose,
}: {
  readonly label: string
  readonly value: string
  readonly onChoose: (value: string) => void
}) {
  const id = useId()
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="text-14 text-quiet">
        {label}
      </label>
      <input
        id={id}
        type="datetime-local"
        value={value}
        onChange={({ target }) => onChoose(target.value)}
        className="min-h-9 rounded-8 border border-edge bg-surface px-2 text-14 pointer-coarse:min-h-11"
      />
    </div>
  )
}
