import { setTimeout as sleep } from 'node:timers/promises'
import { type HttpClient, httpClient } from '#tests/shop/http-client.ts'
import type { Figure } from './figure.ts'
import { load, median } from './load.ts'
import { startShopUnderLoad } from './shop-under-load.ts'

export const name = 'login-storm'

const ROUNDS = 3
const SECONDS = 5
const LOGINS_PER_SECOND = 10

/** What reservations wait while members log in, against what they wait while nobody does. */
export async function measure(say: (sentence: string) => void): Promise<Figure[]> {
  await using under = await startShopUnderLoad()
  const { shop, tokens } = under
  const { dropId } = await shop.makeDrop({ units: 10_000_000, limitPerMember: 1_000_000 })
  const { email, password } = await shop.signUp()
  const call = httpClient(shop.url)
  const path = `/api/drops/${dropId}/reservations`
  const reserve = async (prefix: string) => {
    const told = [tokens, path, prefix]
    const run = await load({ url: shop.url, script: 'reserve', told, seconds: SECONDS })
    const others = Object.keys(run.statuses).filter(status => status !== '201')
    if (others.length > 0) throw new Error(`unexpected: ${JSON.stringify(run.statuses)}`)
    return { p99Ms: run.p99Ms, perSecond: run.perSecond }
  }

  say('warming up')
  await reserve('w')
  const measureRound = async (round: number) => {
    say(`round ${round} of ${ROUNDS}`)
    const calm = await reserve(`c${round}-`)
    const storm = logInOften(call, { email, password })
    const busy = await reserve(`s${round}-`)
    return { calm, busy, logins: await storm.end(), ratio: busy.p99Ms / calm.p99Ms }
  }
  const rounds: Awaited<ReturnType<typeof measureRound>>[] = []
  for (let round = 1; round <= ROUNDS; round++) rounds.push(await measureRound(round))
  const value = median(rounds.map(({ ratio }) => ratio))
  return [
    {
      name: `reservation, p99 during ${LOGINS_PER_SECOND} logins a second`,
      value: Number(value.toFixed(3)),
      unit: '× the p99 without',
      goal: '≤ 1.2',
      reached: value <= 1.2,
      tool: 'wrk, 64 connections',
      detail: { rounds },
    },
  ]
}

/** Logs in at that rate, whether or not the earlier ones were answered. Tells what came of each. */
function logInOften(call: HttpClient, body: { readonly email: string; readonly password: string }) {
  const stop = new AbortController()
  const asked: Promise<number>[] = []
  async function run(): Promise<void> {
    const startedMs = performance.now()
    while (!stop.signal.aborted) {
      asked.push(call('POST /api/sessions', { body }).then(({ status }) => status))
      const nextMs = startedMs + (asked.length * 1_000) / LOGINS_PER_SECOND
      await sleep(Math.max(0, nextMs - performance.now()))
    }
  }
  const running = run()
  return {
    async end(): Promise<Record<number, number>> {
      stop.abort()
      await running
      const statuses = await Promise.all(asked)
      const counts: Record<number, number> = {}
      for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1
      return counts
    },
  }
}
