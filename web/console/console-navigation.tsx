import { Menu, X } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { NavLink } from 'react-router'
import { classNames } from '#web/kit/class-names.ts'
import { LookPickers } from '#web/kit/look-pickers.tsx'
import { useStanding } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { CompactButton } from './compact-button.tsx'
import { type PlaceName, places } from './console-places.ts'
import { Finder } from './finder.tsx'
import { LogOutButton } from './log-out-button.tsx'
import { consoleWords } from './words/console.ts'

/** At the side of every page; where the window is narrow a bar above it, which opens. */
export function ConsoleNavigation() {
  const say = useWords(consoleWords)
  const [isOpen, setOpen] = useState(false)
  const placesId = useId()

  useEffect(() => {
    if (!isOpen) return
    const onKey = ({ key }: KeyboardEvent) => key === 'Escape' && setOpen(false)
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [isOpen])

  return (
    <header className="sticky top-0 z-10 flex flex-col gap-3 border-line bg-sunken px-3 py-2 max-lg:max-h-dvh max-lg:overflow-y-auto max-lg:border-b lg:h-dvh lg:gap-4 lg:overflow-y-auto lg:border-r lg:py-5">
      <div className="flex items-center gap-2 lg:flex-col lg:items-stretch lg:gap-4">
        <div className="flex items-center justify-between gap-3 px-2">
          <p className="text-16 font-bold">Firstcome</p>
          <ShopLink className="max-lg:hidden" />
        </div>
        <Finder />
        <CompactButton
          className="lg:hidden"
          aria-expanded={isOpen}
          aria-controls={placesId}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? <X aria-hidden size={16} /> : <Menu aria-hidden size={16} />}
          {say('menu')}
        </CompactButton>
      </div>
      <div
        id={placesId}
        className={classNames('flex flex-col gap-3 lg:grow', !isOpen && 'max-lg:hidden')}
      >
        <nav
          aria-label={say('title')}
          className="grid grid-cols-2 gap-1 sm:grid-cols-3 lg:flex lg:flex-col"
        >
          {places.map(({ name, to, startsGroup }) => (
            <Place
              key={to}
              name={name}
              to={to}
              startsGroup={startsGroup}
              onChoose={() => setOpen(false)}
            />
          ))}
        </nav>
        <WhoIsHere />
      </div>
    </header>
  )
}

/** Who runs the shop from here, how it speaks and looks, and the ways out. */
function WhoIsHere() {
  const standing = useStanding()
  return (
    <div className="mt-auto flex flex-wrap items-center gap-2 px-1 max-lg:border-t max-lg:border-line max-lg:py-3">
      <div className="flex w-full min-w-0 flex-wrap gap-2">
        <LookPickers size="mouse" />
      </div>
      <ShopLink className="lg:hidden" />
      {standing.is === 'member' && (
        <p className="mr-auto truncate text-14 text-quiet max-lg:hidden">{standing.member.name}</p>
      )}
      <LogOutButton />
    </div>
  )
}

function ShopLink({ className }: { readonly className: string }) {
  const say = useWords(consoleWords)
  return (
    <a
      href="/"
      className={classNames(
        'mr-auto py-2 text-14 whitespace-nowrap text-quiet underline underline-offset-4 lg:mr-0 lg:py-1',
        className,
      )}
    >
      {say('shop')}
    </a>
  )
}

function Place({
  name,
  to,
  startsGroup,
  onChoose,
}: {
  readonly name: PlaceName
  readonly to: string
  readonly startsGroup: boolean
  readonly onChoose: () => void
}) {
  const say = useWords(consoleWords)
  return (
    <NavLink
      to={to}
      end={to === '/'}
      onClick={onChoose}
      className={({ isActive }) =>
        classNames(
          'flex min-h-11 items-center rounded-8 px-3 text-14 whitespace-nowrap lg:min-h-9',
          startsGroup && 'lg:mt-3',
          isActive ? 'bg-surface font-semibold' : 'hover:bg-surface',
        )
      }
    >
      {say(name)}
    </NavLink>
  )
}
