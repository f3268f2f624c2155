import { type ComponentType, lazy, type ReactElement } from 'react'
import type { PathRouteProps } from 'react-router'
import { language } from './language.ts'
import type { Phrases } from './phrase.ts'
import { loadWords, type Words } from './use-words.ts'

/** A page with its address. Its code is loaded when somebody comes there. */
export type PageRoute = {
  readonly path: string
  readonly element: ReactElement
  /** Begins to load it, before it is drawn. */
  readonly begin: () => void
}

/**
 * `pageRoute('/cart', () => import('./cart-page.tsx').then(({ CartPage }) => CartPage), [cartWords])`;
 * the words are loaded beside the page, and not after it.
 */
export function pageRoute(
  path: NonNullable<PathRouteProps['path']>,
  load: () => Promise<ComponentType>,
  areas: readonly Words<Phrases>[] = [],
): PageRoute {
  let loading: Promise<{ readonly default: ComponentType }> | undefined
  async function loadAll() {
    const spoken = language.read()
    const [loaded] = await Promise.all([load(), ...areas.map(area => loadWords(area, spoken))])
    return { default: loaded }
  }
  const begin = () => {
    loading ??= loadAll()
    // Who draws it is told of a failure; the next time it is tried again.
    loading.catch(() => {
      loading = undefined
    })
    return loading
  }
  const Loaded = lazy(begin)
  return { path, element: <Loaded />, begin }
}
