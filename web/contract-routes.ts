import type { Plugin } from 'vite'
import { apis, streams } from './shop-contracts.ts'

const OF_ALL = 'virtual:contract-routes'
const OF_CONSOLE = 'virtual:console-routes'

/**
 * What a browser must know of the contracts, as modules of plain texts: where each operation is,
 * and whether somebody must be logged in. The schemas stay out of the bundles, and what only the
 * console asks for stays out of the shop's.
 */
export function contractRoutes(): Plugin {
  const sources: Readonly<Record<string, () => string>> = {
    [OF_ALL]: () => allRoutes(),
    [OF_CONSOLE]: () => `export const consoleRoutes = ${JSON.stringify(routesOf(apis, isConsole))}`,
  }
  return {
    name: 'contract-routes',
    resolveId: id => (Object.hasOwn(sources, id) ? `\0${id}` : null),
    load: id => sources[id.slice(1)]?.() ?? null,
  }
}

const isConsole = (route: string) => route.includes(' /api/admin/')

const allRoutes = () =>
  [
    `export const routes = ${JSON.stringify(routesOf(apis, route => !isConsole(route)))}`,
    `export const streamRoutes = ${JSON.stringify(routesOf(streams, () => true))}`,
  ].join('\n')

type Named = Readonly<Record<string, { readonly route?: string; readonly access: string }>>

/** `stock.readDrop` → `GET /api/drops/:dropId`, with a `!` before it where a token must come along. */
function routesOf(
  byService: Readonly<Record<string, Named>>,
  isWanted: (route: string) => boolean,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(byService).flatMap(([service, named]) =>
      Object.entries(named).flatMap(([name, { route, access }]) =>
        route === undefined || !isWanted(route)
          ? []
          : [[`${service}.${name}`, `${access === 'anyone' ? '' : '!'}${route}`] as const],
      ),
    ),
  )
}
