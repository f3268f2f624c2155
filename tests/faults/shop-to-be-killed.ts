import { configOfThisProcess } from '#platform/config.ts'
import { openShop } from '#run/wiring.ts'
import { dyingAt, type KillPoint } from './dying-databases.ts'

/** A shop for production that kills itself at the point that its first argument names. */
const point = process.argv[2] as KillPoint
await openShop(configOfThisProcess(), { aroundDatabases: dyingAt(point) })
