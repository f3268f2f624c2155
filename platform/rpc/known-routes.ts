type KnownRoutes = {
  add(methods: string | readonly string[], path: string): void
  /** The methods that this address answers, in order; none where there is nothing. */
  methodsOf(url: string): readonly string[]
}

type KnownRoute = { readonly methods: Set<string>; readonly matches: RegExp }

/** Tells an address that does not exist from one that does not answer this method. */
export function knownRoutes(): KnownRoutes {
  const byPath = new Map<string, KnownRoute>()
  return {
    add(methods, path) {
      const known = byPath.get(path) ?? { methods: new Set(), matches: patternOf(path) }
      byPath.set(path, known)
      for (const method of [methods].flat()) known.methods.add(method)
    },
    methodsOf(url) {
      const [path = ''] = url.split(/[?#]/, 1)
      const known = [...byPath.values()].filter(({ matches }) => matches.test(path))
      return [...new Set(known.flatMap(({ methods }) => [...methods]))].sort()
    },
  }
}

/** `/api/drops/:dropId`, where each field is one part of the path; `*` is all that follows. */
function patternOf(path: string): RegExp {
  const parts = path
    .split('/')
    .map(part => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : RegExp.escape(part)))
  return new RegExp(`^${parts.join('/')}$`)
}
