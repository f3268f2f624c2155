import type { DeadLetter } from '#contracts/dead-letters.ts'

/** When a letter's event was announced; null of one that nobody could read, and so tells no instant. */
export const announcedAt = ({ announcedAtMs }: Pick<DeadLetter, 'announcedAtMs'>): number | null =>
  announcedAtMs === 0 ? null : announcedAtMs
