/**
 * Which place in the line is told aloud, after `told` was: the first, then when half of those ahead
 * have gone, and when one is the next. A line that moves by ones would talk all the time.
 */
export function placeToTell(told: number | null, place: number): number {
  if (told === null || place > told) return place
  return place === 1 || place <= told / 2 ? place : told
}
