import { NavLink } from 'react-router'
import { classNames } from '#web/kit/class-names.ts'
import { LookPickers } from '#web/kit/look-pickers.tsx'
import { useStanding } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { type PlaceName, places } from './console-places.ts'
import { Finder } from './finder.tsx'
import { LogOutButton } from './log-out-button.tsx'
import { consoleWords } from './words/console.ts'

/** At the side of every page, or above it where the window is narrow. */
export function ConsoleNavigation() {
  const say = useWords(consoleWords)
  const standing = useStanding()
  return (
    <header className="top-0 z-10 flex flex-col gap-3 border-line bg-sunken px-3 py-3 max-lg:border-b lg:sticky lg:h-dvh lg:gap-4 lg:overflow-y-auto lg:border-r lg:py-5">
      <div className="flex items-center justify-between gap-3 px-2">
        <p className="text-16 font-bold">Firstcome</p>
        <a href="/" className="text-14 whitespace-nowrap text-quiet underline underline-offset-4">
          {say('shop')}
        </a>
      </div>
      <Finder />
      <nav aria-label={say('title')} className="flex gap-1 max-lg:overflow-x-auto lg:flex-col">
        {places.map(({ name, to, startsGroup }) => (
          <Place key={to} name={name} to={to} startsGroup={startsGroup} />
        ))}
      </nav>
      <div className="mt-auto flex flex-wrap items-center gap-2 px-1">
        <div className="flex min-w-0 flex-wrap gap-2 lg:w-full">
          <LookPickers size="mouse" />
        </div>
        {standing.is === 'member' && (
          <p className="mr-auto truncate text-14 text-quiet max-sm:hidden">
            {standing.member.name}
          </p>
        )}
        <LogOutButton />
      </div>
    </header>
  )
}

function Place({
  name,
  to,
  startsGroup,
}: {
  readonly name: PlaceName
  readonly to: string
  readonly startsGroup: boolean
}) {
  const say = useWords(consoleWords)
  return (
    <NavLink
      to={to}
      end={to === '/'}
      className={({ isActive }) =>
        classNames(
          'flex min-h-9 items-center rounded-8 px-3 text-14 whitespace-nowrap',
          startsGroup && 'lg:mt-3',
          isActive ? 'bg-surface font-semibold' : 'hover:bg-surface',
        )
      }
    >
      {say(name)}
    </NavLink>
  )
}
