import type { Metrics } from '#platform/measures/metrics.ts'

/** What the connections to MySQL tell of themselves. */
export type MysqlMeasures = {
  /** A transaction waited so long for a connection. */
  waited(kind: 'read' | 'write', ms: number): void
  /** A transaction met another one, or lost its connection, and is run again. */
  repeated(): void
}

/** Made once a process; one for each service's schema. */
export function mysqlMeasures(metrics: Metrics): (database: string) => MysqlMeasures {
  const seconds = metrics.histogram<'database' | 'kind'>({
    name: 'database_pool_wait_seconds',
    help: 'How long a transaction waited for a connection of the pool.',
    labels: ['database', 'kind'],
    buckets: [0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
  })
  const repetitions = metrics.counter<'database'>({
    name: 'database_repetitions_total',
    help: 'Transactions that were run again because they met another one.',
    labels: ['database'],
  })
  return database => {
    const read = seconds({ database, kind: 'read' })
    const write = seconds({ database, kind: 'write' })
    const again = repetitions({ database })
    return {
      waited: (kind, ms) => (kind === 'read' ? read : write).observe(ms / 1_000),
      repeated: () => again.add(),
    }
  }
}
