import type { Phrases } from '#web/kit/phrase.ts'

export const words = {
  title: '운영실',
} as const satisfies Phrases
