import { fieldFaults, Refused } from '#web/kit/refusal.ts'

/** Whether the shop refused this field, or a part of it: `price.currency` for `price`. */
export const isRefusedAt = (error: unknown, path: string): boolean =>
  error instanceof Refused &&
  Object.keys(fieldFaults(error.refusal)).some(at => `${at}.`.startsWith(`${path}.`))
