import { writeSync } from 'node:fs'
import { configOfThisProcess } from '#platform/config.ts'
import type { ShopPart } from '#run/services.ts'
import { openShop } from '#run/wiring.ts'
import { type KillPoint, strikingAt } from './dying-databases.ts'

/**
 * A shop for production that sends itself a signal, as if from outside, at the point that is named:
 * the first time that it comes there after SIGUSR2. Further arguments name the parts that run here.
 */
const [signal, point, ...parts] = process.argv.slice(2) as [
  NodeJS.Signals,
  KillPoint,
  ...ShopPart[],
]
let isArmed = false

process.on('SIGUSR2', () => {
  isArmed = true
  writeSync(1, 'armed\n')
})

function strike(): void {
  if (!isArmed) return
  isArmed = false
  writeSync(1, 'struck\n')
  process.kill(process.pid, signal)
}

await openShop(configOfThisProcess(), {
  aroundDatabases: strikingAt(point, strike),
  ...(parts.length > 0 && { parts }),
})
