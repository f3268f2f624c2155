import { randomKey } from './random-key.ts'

/**
 * The Idempotency-Key of something that must happen once: taking a unit, placing an order, paying.
 * It is kept in this browser, for all of its tabs, until the act has an outcome, so that a double
 * click, a lost answer, a reload and a closed laptop all end in the same place. It is random, and
 * says nothing about anybody.
 */
export function keptKey(act: string): string {
  const name = nameOf(act)
  const kept = localStorage.getItem(name)
  if (kept !== null) return kept
  const made = randomKey()
  localStorage.setItem(name, made)
  return made
}

/** Whether the act was begun, and has had no outcome that ends it. */
export const hasKey = (act: string): boolean => localStorage.getItem(nameOf(act)) !== null

/** The act is over: the next press is a new one. */
export const forgetKey = (act: string): void => localStorage.removeItem(nameOf(act))

/** The acts whose names begin so that were begun, and had no outcome that ended them. */
export function keptActs(beginning = ''): string[] {
  const names = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '')
  const kept = names.filter(name => name.startsWith(nameOf(beginning)))
  return kept.map(name => name.slice(nameOf('').length))
}

/** Ends all acts whose names begin so: all there are, where nothing is told. */
export const forgetKeys = (beginning = ''): void => keptActs(beginning).forEach(forgetKey)

const nameOf = (act: string) => `press:${act}`
