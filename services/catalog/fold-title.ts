/**
 * One form of each letter, so that a search finds "CAFÉ" by "café", whole or composed: NFKC, then
 * lower case.
 */
export function foldTitle(title: string): string {
  return title.normalize('NFKC').toLowerCase()
}
