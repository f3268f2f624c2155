import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Static } from 'typebox'
import type { Member, RoleWord } from '#contracts/members.ts'
import { AskFirst } from '#web/console/ask-first.tsx'
import { CompactButton } from '#web/console/compact-button.tsx'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleWords } from '#web/console/words/console.ts'
import { consolePeopleWords } from '#web/console/words/console-people.ts'
import { Notice } from '#web/kit/notice.tsx'
import { refusalOf } from '#web/kit/refusal.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'

type Role = Static<typeof RoleWord>

const given = ['merchant', 'admin'] as const satisfies readonly Role[]

/** What a member may do in the console. Only an admin gives and takes it. */
export function MemberRoles({
  member,
  mayChange,
}: {
  readonly member: Static<typeof Member>
  readonly mayChange: boolean
}) {
  const say = useWords(consoleWords)
  const sayPeople = useWords(consolePeopleWords)
  const refusalText = useRefusalText()
  const cache = useQueryClient()
  const [roles, setRoles] = useState<readonly Role[]>(member.roles)
  const [isAsked, setAsked] = useState(false)
  const set = useAction('members.setRoles', {
    done: () => {
      setAsked(false)
      void cache.invalidateQueries({ queryKey: ['members.listMembers'] })
    },
  })
  const isChanged = [...roles].sort().join() !== [...member.roles].sort().join()
  const wanted = roles.map(role => say(`role_${role}`)).join(', ')
  return (
    <div className="flex flex-col gap-3 text-14">
      {given.map(role => (
        <label key={role} className="flex min-h-11 items-start gap-3">
          <input
            type="checkbox"
            className="mt-1 size-4 accent-ink"
            disabled={!mayChange}
            checked={roles.includes(role)}
            onChange={({ target }) =>
              setRoles([...roles.filter(one => one !== role), ...(target.checked ? [role] : [])])
            }
          />
          <span>
            <span className="font-medium">{say(`role_${role}`)}</span>
            <span className="block text-quiet">{sayPeople(`may_${role}`)}</span>
          </span>
        </label>
      ))}
      {!mayChange && <p className="text-quiet">{sayPeople('onlyAdmins')}</p>}
      {set.isSuccess && <Notice look="yours">{sayPeople('rolesChanged')}</Notice>}
      {mayChange && (
        <div>
          <CompactButton disabled={!isChanged} onClick={() => setAsked(true)}>
            {sayPeople('changeRoles')}
          </CompactButton>
        </div>
      )}
      <AskFirst
        act={sayPeople('changeRoles')}
        isOpen={isAsked}
        close={() => setAsked(false)}
        name={member.name}
        isBusy={set.isPending}
        trouble={set.error === null ? null : refusalText(refusalOf(set.error))}
        onSure={() => set.mutate({ memberId: member.memberId, roles: [...roles] })}
      >
        <p>{sayPeople('rolesWill', { name: member.name, roles: wanted })}</p>
      </AskFirst>
    </div>
  )
}
