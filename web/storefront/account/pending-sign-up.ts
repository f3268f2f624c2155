/**
 * Who is signing up in this tab: so that the code alone is asked for, and one is logged in when it
 * is right. Lives in memory only; after a reload the address is asked for again.
 */
export type PendingSignUp = { readonly email: string; readonly password: string }

let pending: PendingSignUp | null = null

export const pendingSignUp = (): PendingSignUp | null => pending

export function keepSignUp(signUp: PendingSignUp | null): void {
  pending = signUp
}
