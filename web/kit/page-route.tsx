import { type ComponentType, lazy, type ReactElement } from 'react'
import type { PathRouteProps } from 'react-router'
import { language } from './language.ts'
import type { Phrases } from './phrase.ts'
import { loadWords, type Words } from './use-words.ts'

/** A page with its address. Its code is loaded when somebody comes there. */
export type PageRoute = { readonly path: string; readonly element: ReactElement }

/**
 * `pageRoute('/cart', () => import('./cart-page.tsx').then(({ CartPage }) => CartPage), [cartWords])`;
 * the words are loaded beside the page, and not after it.
 */
export function pageRoute(
  path: NonNullable<PathRouteProps['path']>,
  load: () => Promise<ComponentType>,
  areas: readonly Words<Phrases>[] = [],
): PageRoute {
  const Loaded = lazy(async () => {
    const spoken = language.read()
    const [loaded] = await Promise.all([load(), ...areas.map(area => loadWords(area, spoken))])
    return { default: loaded }
  })
  return { path, element: <Loaded /> }
}
