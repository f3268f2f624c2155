/** How long a unit is held, as it is said: whole minutes, and never none. */
export const heldMinutes = (holdMs: number): number => Math.max(1, Math.round(holdMs / 60_000))
