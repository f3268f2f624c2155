import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { startChildShop } from '#tests/shop/a-child-shop.ts'
import type { Figure } from './figure.ts'
import { median } from './load.ts'

export const name = 'at-rest'

/** Start to first answer, and the memory of a shop that has nothing to do. */
export async function measure(say: (sentence: string) => void): Promise<Figure[]> {
  const starts: number[] = []
  const sizes: number[] = []
  for (let round = 1; round <= 3; round++) {
    say(`round ${round} of 3`)
    await using shop = await startChildShop()
    starts.push(shop.readyAfterMs())
    // What start needed once is let go some seconds later.
    await setTimeout(8_000)
    sizes.push(residentMegabytes(shop.pid()))
  }
  const start = median(starts) / 1_000
  const size = median(sizes)
  const tool = 'a child process, three starts'
  return [
    {
      name: 'start to first answer, embedded',
      value: Number(start.toFixed(2)),
      unit: 's',
      goal: '≤ 2',
      reached: start <= 2,
      tool,
      detail: { starts },
    },
    {
      name: 'memory at rest, embedded',
      value: Math.round(size),
      unit: 'MB',
      goal: '≤ 150',
      reached: size <= 150,
      tool,
      detail: { sizes },
    },
  ]
}

function residentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return (Number(kilobytes) * 1_024) / 1e6
}
