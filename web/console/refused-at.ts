import { fieldFaults, type Refusal, Refused } from '#web/kit/refusal.ts'

/** Whether the shop refused this field, or a part of it: `price.currency` for `price`. */
export const isRefusedAt = (error: unknown, path: string): boolean =>
  error instanceof Refused && Object.keys(fieldFaults(error.refusal)).some(at => isWithin(at, path))

export type UntoldFault = { readonly field: string; readonly message: string }

/** What the shop refused at fields of which none is `told` at its place; each by its own name. */
export const untoldFaults = (refusal: Refusal, told: readonly string[]): readonly UntoldFault[] =>
  Object.entries(fieldFaults(refusal))
    .filter(([at]) => !told.some(path => isWithin(at, path)))
    .map(([at, message]) => ({ field: at.split('.').findLast(isName) ?? '', message }))

const isWithin = (at: string, path: string): boolean => `${at}.`.startsWith(`${path}.`)

/** And no place in a list. */
const isName = (part: string): boolean => !/^\d+$/.test(part)
