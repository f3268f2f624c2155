import type { ReactNode } from 'react'
import { useStanding } from '#web/kit/use-store.ts'
import { ConsoleLogin } from './console-login.tsx'
import { ShoppersDoor } from './shoppers-door.tsx'

/**
 * Who runs the shop goes on to the page of the address; a visitor logs in at that same address; a
 * shopper is told whose door this is. The shop itself asks for the role with every call.
 */
export function StaffGate({ children }: { readonly children: ReactNode }) {
  const standing = useStanding()
  if (standing.is === 'unknown') return null
  if (standing.is === 'visitor') return <ConsoleLogin />
  const { roles } = standing.member
  return roles.some(role => role !== 'member') ? children : <ShoppersDoor />
}
