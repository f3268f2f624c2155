import { type ComponentType, lazy } from 'react'
import { language } from '#web/kit/language.ts'
import type { Phrases } from '#web/kit/phrase.ts'
import { loadWords, type Words } from '#web/kit/use-words.ts'
import { waitOrNetwork } from './wait-or-network.ts'

const AGAIN_MS = 3_000

/**
 * A part of the page whose code and words come when it is needed. Where they cannot be had it goes
 * on trying, and the rest of the page stays as it is.
 */
export function part<Props>(
  load: () => Promise<ComponentType<Props>>,
  areas: readonly Words<Phrases>[] = [],
) {
  return lazy(async () => {
    for (;;) {
      const spoken = language.read()
      const all = [load(), ...areas.map(area => loadWords(area, spoken))] as const
      const [loaded] = await Promise.all(all).catch(() => [])
      if (loaded !== undefined) return { default: loaded }
      await waitOrNetwork(AGAIN_MS)
    }
  })
}
