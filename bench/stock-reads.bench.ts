import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { engineUrl } from '#platform/an-engine.ts'
import { startEngines } from '#run/start-engines.ts'
import { dropSchemas } from '#tests/shop/drop-schemas.ts'
import { meanMsAtRate } from './at-a-rate.ts'
import type { Figure } from './figure.ts'
import { load, median } from './load.ts'

export const name = 'stock-reads'

const ROUNDS = 3
const SECONDS = 4
/** Of what the uncached does without a pause: so much it holds. */
const HELD = 0.8

/**
 * Reads of one drop over MariaDB, with what a process remembers of drops and without: as many as
 * go, and how long one takes at the same rate, the highest that is held without.
 */
export async function measure(say: (sentence: string) => void): Promise<Figure[]> {
  await using engines = await startEngines()
  const mysql = engines.environment.TEST_MYSQL_URL ?? engineUrl('mysql')
  const url = new URL(`/b_${randomBytes(6).toString('hex')}`, mysql).href
  await using server = await startReads(url)
  const read = (from: string) => load({ url: from, script: 'get', seconds: SECONDS })

  say('warming up')
  for (const from of [server.cached, server.uncached]) await read(from)
  const rounds: { requests: number; meanTime: number; detail: object }[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    say(`round ${round} of ${ROUNDS}`)
    const [cached, uncached] = [await read(server.cached), await read(server.uncached)]
    const rate = Math.floor(uncached.perSecond * HELD)
    const held = { rate, seconds: SECONDS }
    const means = [
      await meanMsAtRate(server.cached, held),
      await meanMsAtRate(server.uncached, held),
    ] as const
    rounds.push({
      requests: cached.perSecond / uncached.perSecond,
      meanTime: means[0] / means[1],
      detail: { cached: cached.perSecond, uncached: uncached.perSecond, rate, means },
    })
  }
  const requests = median(rounds.map(round => round.requests))
  const meanTime = median(rounds.map(round => round.meanTime))
  const detail = { rounds: rounds.map(round => round.detail) }
  return [
    {
      name: 'stock reads over MariaDB, cached ÷ uncached: requests',
      value: Number(requests.toFixed(2)),
      unit: '× the uncached',
      goal: '≥ 2.75',
      reached: requests >= 2.75,
      tool: 'wrk, 64 connections',
      detail,
    },
    {
      name: 'stock reads over MariaDB, cached ÷ uncached: mean time at the same rate',
      value: Number(meanTime.toFixed(3)),
      unit: '× the uncached',
      goal: '≤ 0.11',
      reached: meanTime <= 0.11,
      tool: 'undici, 64 connections, at an even rate: 0.8 of what the uncached does',
      detail,
    },
  ]
}

async function startReads(url: string) {
  const program = fileURLToPath(new URL('./stock-reads-server.ts', import.meta.url))
  const execArgv = ['--disable-warning=ExperimentalWarning']
  const server = fork(program, [url], { execArgv })
  const [told] = (await once(server, 'message')) as [[string, string, string]]
  const [cached, uncached, dropId] = told
  return {
    cached: cached + dropId,
    uncached: uncached + dropId,
    async [Symbol.asyncDispose]() {
      server.kill()
      await once(server, 'exit')
      await dropSchemas(url)
    },
  }
}
