import type { Static } from 'typebox'
import type { Member } from '#contracts/members.ts'
import { type Column, DataTable } from '#web/console/data-table.tsx'
import { Paper } from '#web/console/paper.tsx'
import { RowLink } from '#web/console/row-link.tsx'
import { SearchField } from '#web/console/search-field.tsx'
import { useListing } from '#web/console/use-listing.ts'
import { consoleWords } from '#web/console/words/console.ts'
import { consolePeopleWords } from '#web/console/words/console-people.ts'
import { isoTime } from '#web/kit/format.ts'
import { store } from '#web/kit/store.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useStore } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'

type OneMember = Static<typeof Member>

/** Whom is looked for: kept in the memory of this page alone, as it names somebody. */
const searchedMember = store('')

/** Everybody with an account. Names are encrypted, so that one is found by a whole address only. */
export function MembersPage() {
  const say = useWords(consoleWords)
  const sayPeople = useWords(consolePeopleWords)
  const { dateTime } = useFormat()
  const q = useStore(searchedMember).slice(0, 254)
  const listing = useListing('members.listMembers', { ...(q !== '' && { q }), limit: 50 })
  const columns: readonly Column<OneMember>[] = [
    {
      head: sayPeople('name'),
      show: ({ memberId, name }) => <RowLink to={`/members/${memberId}`}>{name}</RowLink>,
      text: ({ name }) => name,
    },
    { head: say('email'), show: ({ email }) => email, text: ({ email }) => email },
    {
      head: sayPeople('roles'),
      show: ({ roles }) => roles.map(role => say(`role_${role}`)).join(', '),
      text: ({ roles }) => roles.join(' '),
    },
    {
      head: sayPeople('verified'),
      show: ({ emailVerified }) => sayPeople(emailVerified ? 'isVerified' : 'notVerified'),
      text: ({ emailVerified }) => String(emailVerified),
    },
    {
      head: sayPeople('since'),
      show: ({ createdAtMs }) => <span className="whitespace-nowrap">{dateTime(createdAtMs)}</span>,
      text: ({ createdAtMs }) => isoTime(createdAtMs),
    },
  ]
  return (
    <Paper title={say('members')}>
      <div className="mb-3">
        <SearchField
          label={sayPeople('searchWhat')}
          value={q}
          onSearch={text => searchedMember.write(text)}
        />
      </div>
      <DataTable
        name={say('members')}
        columns={columns}
        listing={listing}
        keyOf={({ memberId }) => memberId}
        nothing={sayPeople('noMembers')}
      />
    </Paper>
  )
}
