import { DatabaseNewer, type Migration, type Statements } from './database.ts'

/**
 * Brings a schema up to date, one numbered step at a time, forward only. Runs inside one
 * transaction of the caller's. Refuses a schema that is newer than this program.
 */
export async function migrate(
  sql: Statements,
  service: string,
  migrations: readonly Migration[],
): Promise<number> {
  await sql.run(
    'create table if not exists schema_version (version integer not null primary key, name varchar(200) not null, applied_at_ms bigint not null)',
  )
  const rows = await sql.all<{ version: number }>('select version from schema_version')
  const present = Math.max(0, ...rows.map(row => row.version))
  const newest = refuseNewer(service, present, migrations)
  for (const migration of migrations.filter(step => step.version > present)) {
    for (const statement of migration.statements) await sql.run(statement)
    await sql.run(
      'insert into schema_version (version, name, applied_at_ms) values (?, ?, ?)',
      migration.version,
      migration.name,
      Date.now(),
    )
  }
  return newest - present
}

/** The newest version that this program knows. Throws where the schema is newer. */
export function refuseNewer(
  service: string,
  present: number,
  migrations: readonly Migration[],
): number {
  const newest = Math.max(0, ...migrations.map(migration => migration.version))
  if (present > newest) {
    throw new DatabaseNewer(
      `The ${service} database has schema ${present}, this program knows ${newest} only. ` +
        'Run the newer version of Firstcome, or name another place in DATABASE_URL.',
    )
  }
  return newest
}
