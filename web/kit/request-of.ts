/** What goes over the wire for a route and a flat input: `:fields` in the path, else query or body. */
export type WireRequest = {
  readonly method: string
  /** With the query. */
  readonly url: string
  readonly body: string | null
  readonly needsToken: boolean
}

type Values = Readonly<Record<string, unknown>>

export function requestOf(route: string, input: Values): WireRequest {
  const needsToken = route.startsWith('!')
  const [method = 'GET', template = '/'] = route.slice(needsToken ? 1 : 0).split(' ')
  const inPath = new Set([...template.matchAll(/:(\w+)/g)].map(([, field]) => field))
  const path = template.replace(/:(\w+)/g, (_, field) => encodeURIComponent(String(input[field])))
  const others = Object.entries(input).filter(
    ([field, value]) => !inPath.has(field) && value !== undefined,
  )
  if (method === 'GET' || method === 'DELETE') {
    const query = new URLSearchParams(others.map(([field, value]) => [field, String(value)]))
    return { method, url: others.length > 0 ? `${path}?${query}` : path, body: null, needsToken }
  }
  const body = others.length > 0 ? JSON.stringify(Object.fromEntries(others)) : null
  return { method, url: path, body, needsToken }
}
