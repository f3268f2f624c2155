/**
 * Until when the sender of a message waits, by the shop's time, which all processes follow. It stands
 * in the address, and so is vouched for with it (`rpc-proof.ts`): a message may lie for long before a
 * process that stood still reads it, when another one has given its answer.
 */

const UNTIL = '?until='

export const addressUntil = (path: string, untilMs: number): string =>
  `${path}${UNTIL}${Math.floor(untilMs)}`

/** The path alone, and the instant, where there is one. */
export function readAddress(address: string): { readonly path: string; readonly untilMs?: number } {
  const [path = '', until] = address.split(UNTIL)
  const untilMs = Number(until)
  return Number.isSafeInteger(untilMs) ? { path, untilMs } : { path }
}
