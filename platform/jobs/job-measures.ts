import type { Metrics } from '#platform/measures/metrics.ts'
import type { Job } from './jobs.ts'

/** The same jobs, their runs counted and timed. */
export function measuredJobs(metrics: Metrics): (job: Job) => Job {
  const runs = metrics.counter<'task' | 'outcome'>({
    name: 'job_runs_total',
    help: 'Runs of the jobs that services do by themselves, by how they ended.',
    labels: ['task', 'outcome'],
  })
  const seconds = metrics.histogram<'task'>({
    name: 'job_seconds',
    help: 'How long a run of a job took.',
    labels: ['task'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 30],
  })
  return job => {
    const done = runs({ task: job.name, outcome: 'done' })
    const failed = runs({ task: job.name, outcome: 'failed' })
    const took = seconds({ task: job.name })
    return {
      ...job,
      async run() {
        const beganMs = performance.now()
        try {
          await job.run()
          done.add()
        } catch (error) {
          failed.add()
          throw error
        } finally {
          took.observe((performance.now() - beganMs) / 1_000)
        }
      },
    }
  }
}
