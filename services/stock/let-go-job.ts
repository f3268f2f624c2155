import type { StockParts } from './stock-service.ts'

type Parts = Pick<StockParts, 'database' | 'onChanges'>

/** Drops that are looked for at once, and how often in one run: the rest is the next run's. */
const DROPS = 50
const PASSES = 100
/** Regular holds that one transaction lets go. */
const ORDERS = 200

/**
 * Lets go every hold whose time is up, and the units of drops that have closed. A drop that cannot
 * be let go keeps no other: throws at the end, with what each said.
 */
export async function letGoEverywhere({ database, onChanges }: Parts): Promise<void> {
  const failures: unknown[] = []
  const attempt = async (letGo: () => Promise<void>) => letGo().catch(error => failures.push(error))

  for (let pass = 0; pass < PASSES && failures.length === 0; pass++) {
    const { dropIds, regular } = await database.read.readDue({ limit: DROPS })
    if (dropIds.length === 0 && !regular) return
    for (const dropId of dropIds) {
      await attempt(async () => onChanges(await database.write.letGoOfDrop({ dropId })))
    }
    if (regular) await attempt(() => letGoRegular({ database, onChanges }))
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some holds could not be let go')
}

/** Lets go every hold of a regular order whose time is up. */
export async function letGoRegular({ database, onChanges }: Parts): Promise<void> {
  for (let count = ORDERS; count === ORDERS; ) {
    const letGo = await database.write.letGoOfRegular({ limit: ORDERS })
    onChanges(letGo.changes)
    count = letGo.count
  }
}
