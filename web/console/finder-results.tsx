import { Link } from 'react-router'
import { classNames } from '#web/kit/class-names.ts'
import { useWords } from '#web/kit/use-words.ts'
import { places } from './console-places.ts'
import type { Sought } from './finder-query.ts'
import { TroubleOrWait } from './trouble-or-wait.tsx'
import { type Found, useFound } from './use-found.ts'
import { consoleWords } from './words/console.ts'

/** What the finder has found, as links: pages of the console first, then what the shop knows. */
export function FinderResults({
  sought,
  typed,
  done,
}: {
  readonly sought: Sought
  readonly typed: string
  readonly done: () => void
}) {
  const say = useWords(consoleWords)
  const { found, isLooking, trouble, again } = useFound(sought)
  const text = typed.trim().toLowerCase()
  const pages: Found[] = places
    .map(({ name, to }) => ({ to, title: say(name), kind: say('aPage') }))
    .filter(({ title }) => title.toLowerCase().includes(text))
  const all = [...pages, ...found]
  return (
    <div className="p-2">
      <ul className="max-h-[50dvh] overflow-y-auto">
        {all.map(({ to, title, kind }) => (
          <li key={`${to} ${title}`}>
            <Link
              to={to}
              onClick={done}
              className="flex min-h-10 items-center justify-between gap-4 rounded-8 px-3 text-14 hover:bg-sunken focus:bg-sunken"
            >
              <span className="truncate">{title}</span>
              <span className="shrink-0 text-12 text-quiet">{kind}</span>
            </Link>
          </li>
        ))}
      </ul>
      {trouble !== null && <TroubleOrWait error={trouble} again={again} />}
      <p
        role="status"
        className={classNames(
          'px-3 py-1 text-12 text-quiet',
          all.length > 0 && 'pointer-coarse:hidden',
        )}
      >
        {isLooking
          ? say('looking')
          : all.length > 0
            ? say('findHint')
            : trouble === null && say('foundNothing')}
      </p>
    </div>
  )
}
