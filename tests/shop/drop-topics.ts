import { Admin } from '@platformatic/kafka'

/** Takes away every topic of a shop's prefix: a broker has memory for some thousands of partitions. */
export async function dropTopics(broker: string, prefix: string): Promise<void> {
  const admin = new Admin({ clientId: 'firstcome-test', bootstrapBrokers: [broker] })
  try {
    const present = await admin.listTopics({ includeInternals: false })
    const topics = present.filter(topic => topic.startsWith(`${prefix}.`))
    if (topics.length > 0) await admin.deleteTopics({ topics })
  } finally {
    await admin.close()
  }
}
