import { type Store, store } from './store.ts'

/** `auto` follows the device. */
export type Scheme = 'auto' | 'light' | 'dark'

const CHOSEN = 'scheme'

export const scheme: Store<Scheme> = store<Scheme>('auto')

export function openScheme(): void {
  const kept = localStorage.getItem(CHOSEN)
  if (kept === 'light' || kept === 'dark') show(kept)
}

export function chooseScheme(chosen: Scheme): void {
  if (chosen === 'auto') localStorage.removeItem(CHOSEN)
  else localStorage.setItem(CHOSEN, chosen)
  show(chosen)
}

function show(chosen: Scheme): void {
  document.documentElement.dataset.scheme = chosen
  scheme.write(chosen)
}
