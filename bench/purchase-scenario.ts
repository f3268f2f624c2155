import { Pool } from 'undici'

/** What a buyer of the scenario does after getting a unit. */
type Fate = 'pays' | 'leaves' | 'is declined'

/** Ten thousand ask, a fifth leaves after entering payment, a fifth has its card declined. */
export function fateOf(at: number): Fate {
  const fifth = at % 5
  return fifth === 0 ? 'leaves' : fifth === 1 ? 'is declined' : 'pays'
}

export type Post = (
  path: string,
  body: unknown,
  as?: { readonly token: string; readonly key?: string },
) => Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }>

type Plan = {
  readonly url: string
  readonly buyers: number
  /** Does one purchase to its end. */
  readonly purchase: (post: Post, at: number) => Promise<'paid' | 'given back' | 'sold out'>
}

const CONNECTIONS = 128

/** Sends all buyers through a shop, so many at once. Gives how many ended a second, and how. */
export async function playScenario({ url, buyers, purchase }: Plan) {
  await using opened = new AsyncDisposableStack()
  const pool = opened.adopt(new Pool(url, { connections: CONNECTIONS }), each => each.destroy())
  const post: Post = async (path, body, as) => {
    for (;;) {
      const response = await pool.request({
        path,
        method: body === undefined ? 'DELETE' : 'POST',
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(as && { authorization: `Bearer ${as.token}` }),
          ...(as?.key && { 'idempotency-key': as.key }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await response.body.text()
      if (response.statusCode === 503) continue
      return { status: response.statusCode, body: text === '' ? {} : JSON.parse(text) }
    }
  }
  const ends = new Map<string, number>()
  let next = 0
  async function queue(): Promise<void> {
    while (next < buyers) {
      const end = await purchase(post, next++)
      ends.set(end, (ends.get(end) ?? 0) + 1)
    }
  }
  const fromMs = performance.now()
  await Promise.all(Array.from({ length: CONNECTIONS }, queue))
  const seconds = (performance.now() - fromMs) / 1_000
  return { seconds, perSecond: buyers / seconds, ends: Object.fromEntries(ends) }
}
