/**
 * Whether a picture is looked at and has not come. One below what is seen may not even be asked for
 * before somebody scrolls there.
 */
export function isAwaited(
  picture: Pick<HTMLImageElement, 'complete' | 'getBoundingClientRect'>,
): boolean {
  if (picture.complete) return false
  const { top, bottom } = picture.getBoundingClientRect()
  return bottom > 0 && top < innerHeight
}
