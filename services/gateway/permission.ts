import type { Access, Caller } from '#contracts/operation.ts'
import type { ProblemCode } from '#contracts/problems.ts'

/** Why this member may not call; null when nothing stands against it. */
export function permission(access: Access, { roles, emailVerified }: Caller): ProblemCode | null {
  switch (access) {
    case 'anyone':
    case 'member':
      return null
    case 'verified':
      return emailVerified ? null : 'email_unverified'
    case 'merchant':
      return roles.includes('merchant') || roles.includes('admin') ? null : 'forbidden'
    case 'admin':
      return roles.includes('admin') ? null : 'forbidden'
    case 'service':
      return 'forbidden'
  }
}

/** Whether the token says more of its member than that it is one. */
export function claimsPrivilege({ roles }: Caller): boolean {
  return roles.some(role => role !== 'member')
}
