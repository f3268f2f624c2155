import { NavLink } from 'react-router'
import { classNames } from '#web/kit/class-names.ts'
import { end } from '#web/kit/session.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { RefusalNotice } from './refusal-notice.tsx'
import { accountWords } from './words/account-words.ts'

const places = [
  ['/orders', 'orders'],
  ['/wishlist', 'wishes'],
  ['/account', 'profile'],
  ['/account/addresses', 'addresses'],
  ['/account/security', 'security'],
  ['/account/data', 'ownData'],
] as const

/** Where a member's own things are, and the way out. On a phone a line that goes aside, else a column. */
export function AccountNavigation() {
  const say = useWords(accountWords)
  const logOut = useAction('members.logOut', { done: end })
  return (
    <nav
      aria-label={say('account')}
      className="-mx-4 flex flex-col gap-2 border-b border-line px-4 pb-2 md:mx-0 md:border-0 md:p-0"
    >
      <ul className="-mx-1 flex flex-wrap gap-1 md:flex-col">
        {places.map(([to, key]) => (
          <li key={to}>
            <NavLink
              to={to}
              end
              className={({ isActive }) =>
                classNames(
                  'flex min-h-11 items-center rounded-12 px-3 text-14 whitespace-nowrap md:text-16',
                  isActive ? 'bg-sunken font-semibold' : 'text-quiet hover:text-ink',
                )
              }
            >
              {say(key)}
            </NavLink>
          </li>
        ))}
        <li>
          <button
            type="button"
            aria-busy={logOut.isPending || undefined}
            onClick={() => logOut.mutate({})}
            className="flex min-h-11 items-center rounded-12 px-3 text-14 text-quiet hover:text-ink md:text-16"
          >
            {say('logOut')}
          </button>
        </li>
      </ul>
      <RefusalNotice refusal={logOut.error?.refusal ?? null} />
    </nav>
  )
}
