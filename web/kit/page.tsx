import { type ReactNode, useEffect, useRef } from 'react'
import { useLocation, useNavigationType } from 'react-router'
import { classNames } from './class-names.ts'
import { inheritFocus } from './focus-heir.ts'

let shown: string | null = null

const widths = { content: 'max-w-content', reading: 'max-w-reading', wide: 'max-w-none' } as const

/**
 * The frame of every page: its title in the tab, and `main`, whose heading takes the focus where one
 * has come here by a link, so that a screen reader begins at the new page and not in the old one.
 * What takes the place of a pressed button takes its focus too.
 */
export function Page({
  title,
  width = 'content',
  children,
}: {
  readonly title: string
  /** `wide` takes what the window has: tables and boards. */
  readonly width?: 'content' | 'reading' | 'wide'
  readonly children: ReactNode
}) {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const way = useNavigationType()
  // Before the focus begins: where its first heading gives way to another, that inherits it.
  useEffect(() => (main.current === null ? undefined : inheritFocus(main.current)), [])
  useEffect(() => {
    if (shown !== null && shown !== pathname) {
      begin(main.current)
      // On the way back the browser knows better where one was.
      if (way !== 'POP') window.scrollTo(0, 0)
    }
    shown = pathname
  }, [pathname, way])
  return (
    <main
      id="main"
      ref={main}
      tabIndex={-1}
      className={classNames('mx-auto w-full px-4 py-6 md:px-6 md:py-8', widths[width])}
    >
      <title>{`${title} · Firstcome`}</title>
      {children}
    </main>
  )
}

/** At its heading, or above it where that is still on its way. */
function begin(main: HTMLElement | null): void {
  const first = main?.querySelector<HTMLElement>('h1') ?? main
  if (first === null) return
  first.tabIndex = -1
  first.focus({ preventScroll: true })
}
