import { readFileSync } from 'node:fs'
import type { Config } from '#platform/config.ts'
import type { Database, Store } from '#platform/database/database.ts'
import { measuredDatabases } from '#platform/database/database-measures.ts'
import type { OnApplied } from '#platform/events/event-log.ts'
import { measureApplied } from '#platform/events/event-measures.ts'
import { measuredJobs } from '#platform/jobs/job-measures.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import type { Metrics } from '#platform/measures/metrics.ts'
import type { Databases } from './databases.ts'

type ShopMeasures = {
  /** The same databases, their answers measured. */
  readonly databases: (databases: Partial<Databases>) => Partial<Databases>
  readonly job: (job: Job) => Job
  readonly onApplied: OnApplied
}

type About = { readonly profile: Config['profile']; readonly parts: readonly string[] }

/** What a process measures of all of its services in the same way. Made once a process. */
export function shopMeasures(metrics: Metrics, { profile, parts }: About): ShopMeasures {
  const measured = measuredDatabases(metrics)
  metrics.gauges(
    {
      name: 'build_info',
      help: 'Always 1: which version runs here, in which profile, and which parts of the shop.',
      labels: ['version', 'profile', 'parts'],
    },
    () => [[{ version, profile: profile.kind, parts: parts.join(' ') }, 1]],
  )
  return {
    databases: databases =>
      Object.fromEntries(
        Object.entries(databases).map(([name, database]) => [
          name,
          isDatabase(database) ? measured(database) : database,
        ]),
      ) as Partial<Databases>,
    job: measuredJobs(metrics),
    onApplied: measureApplied(metrics),
  }
}

// The embedded databases come with a way to close them all, which is none of them.
const isDatabase = (value: unknown): value is Database<Store> =>
  typeof value === 'object' && value !== null && 'service' in value

const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { readonly version: string }
