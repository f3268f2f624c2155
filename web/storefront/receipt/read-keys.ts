import type { PublicKey } from './signed-head.ts'

/** The keys that the shop publishes, of today and of before. */
export async function readKeys(): Promise<readonly PublicKey[]> {
  const response = await fetch('/.well-known/jwks.json')
  if (!response.ok) throw new Error(`the keys answer ${response.status}`)
  const { keys } = (await response.json()) as { readonly keys: readonly PublicKey[] }
  return keys
}
