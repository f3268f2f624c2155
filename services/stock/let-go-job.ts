import type { StockParts } from './stock-service.ts'

/** Lets go every hold whose time is up, and the units of drops that have closed. */
export async function letGoEverywhere({
  database,
  onChanges,
}: Pick<StockParts, 'database' | 'onChanges'>): Promise<void> {
  for (;;) {
    const { dropIds, regular } = await database.read.readDue({ limit: 50 })
    if (dropIds.length === 0 && !regular) return
    for (const dropId of dropIds) onChanges(await database.write.letGoOfDrop({ dropId }))
    if (regular) onChanges((await database.write.letGoOfRegular({ limit: 200 })).changes)
  }
}
