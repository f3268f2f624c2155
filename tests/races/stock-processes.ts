import { someMysqlDatabases } from '#platform/database/databases-under-test.ts'
import { type AStock, aStock } from '#services/stock/a-stock.ts'
import { someRedisGates } from '#services/stock/gates-under-test.ts'

export type StockProcess = Pick<AStock, 'calls' | 'run'>

export type StockProcesses = AsyncDisposable & {
  /** The first of them, to plan and to look at rows. */
  readonly stock: AStock
  readonly processes: readonly StockProcess[]
  /** Before all that their gates keep in Redis. */
  readonly prefix: string
}

/** So many that have stock, over one MySQL and one Redis, each with connections of its own. */
export async function someStockProcesses(count: number): Promise<StockProcesses> {
  await using opened = new AsyncDisposableStack()
  const { gate, prefix } = opened.use(await someRedisGates(count))
  const stock = opened.use(await aStock({ gate, openDatabases: someMysqlDatabases }))
  const processes: StockProcess[] = [stock]
  while (processes.length < count) processes.push(opened.use(await stock.anotherProcess()))
  const all = opened.move()
  return { stock, processes, prefix, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() }
}
