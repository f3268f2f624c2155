import type { Role } from '#contracts/operation.ts'

const all: readonly Role[] = ['member', 'merchant', 'admin']

/** Roles as the database has them: each once, in one order, `member,admin`. */
export function rolesText(roles: readonly Role[]): string {
  return all.filter(role => roles.includes(role)).join(',')
}

export function rolesOf(text: string): Role[] {
  const words = text.split(',')
  return all.filter(role => words.includes(role))
}
