import { useSearchParams } from 'react-router'

/** Where one goes after logging in: the `next` of the address, where it is a page of this shop. */
export function useNextPath(): string {
  const [search] = useSearchParams()
  return nextPath(search.get('next'))
}

/** Only a path of our own: `//evil.example` and `/\evil.example` would lead away. */
export function nextPath(asked: string | null): string {
  return asked !== null && /^\/(?![/\\])/.test(asked) ? asked : '/'
}

/** Another way in, that leads to the same place: `/signup?next=…`. */
export const wayIn = (path: string, next: string): string =>
  next === '/' ? path : `${path}?next=${encodeURIComponent(next)}`
