import { type ComponentType, lazy, type ReactElement } from 'react'
import type { PathRouteProps } from 'react-router'

/** A page with its address. Its code is loaded when somebody comes there. */
export type PageRoute = { readonly path: string; readonly element: ReactElement }

/** `pageRoute('/cart', () => import('./cart-page.tsx').then(({ CartPage }) => CartPage))` */
export function pageRoute(
  path: NonNullable<PathRouteProps['path']>,
  load: () => Promise<ComponentType>,
): PageRoute {
  const Loaded = lazy(async () => ({ default: await load() }))
  return { path, element: <Loaded /> }
}
