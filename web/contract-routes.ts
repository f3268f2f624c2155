import type { Plugin } from 'vite'
import { apis, streams } from './shop-contracts.ts'

const NAME = 'virtual:contract-routes'

/**
 * What a browser must know of the contracts, as a module of plain texts: where each operation is,
 * and whether somebody must be logged in. The schemas stay out of the bundle.
 */
export function contractRoutes(): Plugin {
  return {
    name: 'contract-routes',
    resolveId: id => (id === NAME ? `\0${NAME}` : null),
    load: id => (id === `\0${NAME}` ? routesModule() : null),
  }
}

function routesModule(): string {
  return [
    `export const routes = ${JSON.stringify(routesOf(apis))}`,
    `export const streamRoutes = ${JSON.stringify(routesOf(streams))}`,
  ].join('\n')
}

type Named = Readonly<Record<string, { readonly route?: string; readonly access: string }>>

/** `stock.readDrop` → `GET /api/drops/:dropId`, with a `!` before it where a token must come along. */
function routesOf(byService: Readonly<Record<string, Named>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(byService).flatMap(([service, named]) =>
      Object.entries(named).flatMap(([name, { route, access }]) =>
        route === undefined
          ? []
          : [[`${service}.${name}`, `${access === 'anyone' ? '' : '!'}${route}`] as const],
      ),
    ),
  )
}
