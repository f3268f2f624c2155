import { setTimeout as sleep } from 'node:timers/promises'
import { Agent } from 'undici'

const CONNECTIONS = 64

/**
 * Asks for a page at an even rate, whether or not answers keep up, and gives the mean time of one
 * from when it was due, in ms: who has to wait for a connection waits in it too.
 */
export async function meanMsAtRate(
  url: string,
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
): Promise<number> {
  const agent = new Agent({ connections: CONNECTIONS, pipelining: 1 })
  const { origin, pathname: path } = new URL(url)
  let sum = 0
  let answered = 0

  async function ask(dueMs: number): Promise<void> {
    const { statusCode, body } = await agent.request({ origin, path, method: 'GET' })
    await body.dump()
    if (statusCode !== 200) throw new Error(`${url} answers ${statusCode}`)
    sum += performance.now() - dueMs
    answered++
  }

  const fromMs = performance.now()
  const asked: Promise<void>[] = []
  for (const wanted = rate * seconds; asked.length < wanted; await sleep(1)) {
    const due = Math.min(wanted, ((performance.now() - fromMs) / 1_000) * rate)
    while (asked.length < due) asked.push(ask(fromMs + (asked.length / rate) * 1_000))
  }
  await Promise.all(asked)
  await agent.close()
  return sum / answered
}
