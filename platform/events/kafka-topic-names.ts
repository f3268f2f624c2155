import type { Subscription } from './event-log.ts'

/** By service, the types that few hear and that are about other subjects than the rest. */
export type Apart = Readonly<Record<string, readonly string[]>>

type Named = { readonly source: string; readonly type: string }

const APART = '.apart'

/**
 * A service announces on `<prefix>.<service>`; what few hear of it lies on a second topic beside
 * that one, so that they need not read all that a rush announces. The facts about one subject are
 * on one topic, which keeps their order.
 */
export function kafkaTopicNames(prefix: string, apart: Apart) {
  const mainOf = (service: string) => `${prefix}.${service}`
  const apartOf = (service: string) => mainOf(service) + APART
  const isApart = ({ source, type }: Named) => apart[source]?.includes(type) ?? false

  return {
    /** All topics of a service. */
    topicsOf: (service: string): readonly string[] =>
      apart[service] === undefined ? [mainOf(service)] : [mainOf(service), apartOf(service)],

    /** Where an event goes. */
    topicOf: (event: Named): string =>
      isApart(event) ? apartOf(event.source) : mainOf(event.source),

    /** The topics that whoever wants this must read, each with its service. */
    heardBy({ sources, types = [], onlyApart = [] }: Subscription): ReadonlyMap<string, string> {
      const topics = new Map<string, string>()
      for (const source of sources) {
        if (!onlyApart.includes(source)) topics.set(mainOf(source), source)
        const lieApart = apart[source] ?? []
        const wantsApart = types.length === 0 || types.some(type => lieApart.includes(type))
        if (lieApart.length > 0 && wantsApart) topics.set(apartOf(source), source)
      }
      return topics
    },

    /** Whose topic it is. */
    serviceOf: (topic: string): string =>
      topic.slice(prefix.length + 1, topic.endsWith(APART) ? -APART.length : undefined),
  }
}

export type KafkaTopicNames = ReturnType<typeof kafkaTopicNames>
