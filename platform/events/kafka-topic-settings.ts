/** Names are those of a topic's configuration, as Kafka's reference has them. */
export type TopicSetting = { readonly name: string; readonly value: string }

const DAY_MS = 86_400_000

/**
 * A topic keeps what it has for a week, and then for as long as it takes until the part of it that
 * was begun last is a whole one. A consumer's inbox has to know for longer what was taken: a group
 * that is gone for a week begins anew, and is brought all that is there.
 */
const KEPT_MS = 7 * DAY_MS
const PART_MS = DAY_MS
export const ON_LOG_AT_MOST_MS = KEPT_MS + PART_MS

/** The least that is taken: a consumer that stopped on a Friday evening is missed on Monday. */
export const KEPT_AT_LEAST_MS = 3 * DAY_MS

/** Copies of what is announced, where there are so many brokers. */
const COPIES = 3

export const copiesOver = (brokers: number): number => Math.max(1, Math.min(COPIES, brokers))

/** Two have what is said to be sent; where there is one copy only, that one. */
const inStepOf = (copies: number): number => Math.min(2, copies)

/** What a topic of so many copies is made with, so that nothing goes before it was read. */
export function settingsOf(copies: number): readonly TopicSetting[] {
  return [
    ...safeSettings(copies).map(({ name, needed }) => ({ name, value: needed })),
    { name: 'segment.ms', value: String(PART_MS) },
    // What is kept for how long goes by the broker's clock, and not by that of whoever writes.
    { name: 'message.timestamp.type', value: 'LogAppendTime' },
  ]
}

/** Settings of a topic by which events may be lost, with what they have to be. */
export function unsafeSettings(
  present: ReadonlyMap<string, string | null>,
  copies: number,
): readonly (TopicSetting & { readonly needed: string })[] {
  return safeSettings(copies).flatMap(({ name, needed, isSafe }) => {
    const value = present.get(name) ?? ''
    return isSafe(value) ? [] : [{ name, value, needed }]
  })
}

type Safe = {
  readonly name: string
  readonly needed: string
  readonly isSafe: (value: string) => boolean
}

const safeSettings = (copies: number): readonly Safe[] => [
  { name: 'cleanup.policy', needed: 'delete', isSafe: value => value === 'delete' },
  {
    name: 'retention.ms',
    needed: String(KEPT_MS),
    isSafe: value => value === '-1' || Number(value) >= KEPT_AT_LEAST_MS,
  },
  // By size, a rush would push out what nobody has read yet.
  { name: 'retention.bytes', needed: '-1', isSafe: value => value === '-1' },
  {
    name: 'min.insync.replicas',
    needed: String(inStepOf(copies)),
    isSafe: value => Number(value) >= inStepOf(copies),
  },
  // A copy that is behind would become the one that counts.
  { name: 'unclean.leader.election.enable', needed: 'false', isSafe: value => value === 'false' },
]
