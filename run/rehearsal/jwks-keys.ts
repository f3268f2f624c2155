import { createPublicKey } from 'node:crypto'
import type { Keys } from '#run/ledger/ledger-checks.ts'

type Jwks = {
  readonly keys: readonly { readonly kid: string; readonly crv: string; readonly x: string }[]
}

/** The public keys of a shop, as its ledgers are checked by them. */
export function keysOf({ keys }: Jwks): Keys {
  return new Map(
    keys
      .filter(({ crv }) => crv === 'Ed25519')
      .map(({ kid, crv, x }) => [
        kid,
        createPublicKey({ key: { kty: 'OKP', crv, x }, format: 'jwk' }),
      ]),
  )
}
