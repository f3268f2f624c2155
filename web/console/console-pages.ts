import { type PageRoute, pageRoute } from '#web/kit/page-route.tsx'

/** Every address of the console, below `/console`. */
export const consolePages: readonly PageRoute[] = [
  pageRoute('/', () =>
    import('./console-home-page.tsx').then(({ ConsoleHomePage }) => ConsoleHomePage),
  ),
  pageRoute('*', () =>
    import('./console-lost-page.tsx').then(({ ConsoleLostPage }) => ConsoleLostPage),
  ),
]
