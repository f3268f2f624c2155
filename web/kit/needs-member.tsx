import type { ReactNode } from 'react'
import { Navigate, useLocation } from 'react-router'
import { useStanding } from './use-store.ts'

/** Shows its children to members only; a visitor is led to the login, and back. */
export function NeedsMember({ children }: { readonly children: ReactNode }) {
  const standing = useStanding()
  const loginPath = useLoginPath()
  if (standing.is === 'unknown') return null
  return standing.is === 'member' ? children : <Navigate to={loginPath} replace />
}

/** `/login?next=%2Fdrops%2F…`: the login that leads back to where one is. */
export function useLoginPath(): string {
  const { pathname, search } = useLocation()
  return `/login?next=${encodeURIComponent(pathname + search)}`
}
