import { type ReactNode, useEffect } from 'react'
import { Navigate, useLocation, useNavigate } from 'react-router'
import { hasArrived } from './session.ts'
import { useStanding } from './use-store.ts'

/**
 * Shows its children to members only; a visitor is led to the login, and back. Who has just left is
 * led to the start.
 */
export function NeedsMember({ children }: { readonly children: ReactNode }) {
  const standing = useStanding()
  const loginPath = useLoginPath()
  if (standing.is === 'unknown') return null
  if (standing.is === 'member') return children
  return standing.hasLeft ? <ToStart /> : <Navigate to={loginPath} replace />
}

function ToStart() {
  const navigate = useNavigate()
  useEffect(() => {
    navigate('/')
    return hasArrived
  }, [navigate])
  return null
}

/** `/login?next=%2Fdrops%2F…`: the login that leads back to where one is. */
export function useLoginPath(): string {
  const { pathname, search } = useLocation()
  return `/login?next=${encodeURIComponent(pathname + search)}`
}
