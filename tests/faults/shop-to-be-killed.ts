import { configOfThisProcess } from '#platform/config.ts'
import { openShop, type ShopPart } from '#run/wiring.ts'
import { dyingAt, type KillPoint } from './dying-databases.ts'

/**
 * A shop for production that kills itself at the point that its first argument names, the first
 * time that it comes there after SIGUSR2. Further arguments name the parts that run here.
 */
const [point, ...parts] = process.argv.slice(2) as [KillPoint, ...ShopPart[]]
let isArmed = false
process.on('SIGUSR2', () => {
  isArmed = true
  console.log('armed')
})
await openShop(configOfThisProcess(), {
  aroundDatabases: dyingAt(point, () => isArmed),
  ...(parts.length > 0 && { parts }),
})
