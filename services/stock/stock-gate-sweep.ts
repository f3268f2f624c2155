import type { StockParts } from './stock-service.ts'

/** For a job: has the gate compare what it knows of drops with what the database has. */
export async function sweepGate({
  gate,
  database,
}: Pick<StockParts, 'gate' | 'database'>): Promise<void> {
  await gate.sweep(async dropId => (await database.read.readDrop({ dropId }))?.version ?? null)
}
