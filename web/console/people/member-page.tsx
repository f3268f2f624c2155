import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import { CompactButton, CompactLink } from '#web/console/compact-button.tsx'
import { Fact, Facts } from '#web/console/facts.tsx'
import { searched } from '#web/console/orders/order-search.ts'
import { Paper, Part } from '#web/console/paper.tsx'
import { TroubleOrWait } from '#web/console/trouble-or-wait.tsx'
import { consoleWords } from '#web/console/words/console.ts'
import { consolePeopleWords } from '#web/console/words/console-people.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Instant } from '#web/kit/instant.tsx'
import { useStanding } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { MemberRoles } from './member-roles.tsx'

/** One member: who they are, what they may do, and the ways to what they did. */
export function MemberPage() {
  const say = useWords(consoleWords)
  const sayPeople = useWords(consolePeopleWords)
  const { memberId = '' } = useParams()
  const navigate = useNavigate()
  const standing = useStanding()
  const found = useQuery(reading('members.listMembers', { q: memberId, limit: 1 }))
  if (found.data === undefined) {
    return (
      <Paper title={sayPeople('member')}>
        <TroubleOrWait error={found.error} again={() => void found.refetch()} />
      </Paper>
    )
  }
  const [member] = found.data.items
  if (member === undefined) {
    return (
      <Paper title={sayPeople('member')}>
        <EmptyState title={say('nothingHere')}>{sayPeople('noSuchMember')}</EmptyState>
      </Paper>
    )
  }
  const isAdmin = standing.is === 'member' && standing.member.roles.includes('admin')

  function seeOrders(email: string) {
    searched.write(email)
    navigate('/orders')
  }

  return (
    <Paper
      title={member.name}
      actions={
        <>
          <CompactButton onClick={() => seeOrders(member.email)}>
            {sayPeople('theirOrders')}
          </CompactButton>
          <CompactLink to={`/audit?actorId=${memberId}`}>{sayPeople('theirActs')}</CompactLink>
          <CompactLink to={`/audit?subjectId=${memberId}`}>{sayPeople('actsUponThem')}</CompactLink>
        </>
      }
    >
      <div className="grid gap-4 xl:grid-cols-2">
        <Part title={sayPeople('member')}>
          <Facts>
            <Fact name={say('email')} isLong>
              {member.email}
            </Fact>
            <Fact name={sayPeople('verified')}>
              {sayPeople(member.emailVerified ? 'isVerified' : 'notVerified')}
            </Fact>
            <Fact name={sayPeople('phone')}>{member.phone ?? '–'}</Fact>
            <Fact name={sayPeople('since')}>
              <Instant atMs={member.createdAtMs} />
            </Fact>
            <Fact name={sayPeople('number')} isLong>
              <code className="text-12 break-all">{member.memberId}</code>
            </Fact>
          </Facts>
        </Part>
        <Part title={sayPeople('roles')}>
          <MemberRoles key={member.roles.join()} member={member} mayChange={isAdmin} />
        </Part>
      </div>
    </Paper>
  )
}
