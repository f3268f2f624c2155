import { networkInterfaces } from 'node:os'

/** An address under which other machines reach this one; the loopback's where it has no other. */
export function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap(each => each ?? [])
  const outside = addresses.find(({ internal, family }) => !internal && family === 'IPv4')
  return outside?.address ?? '127.0.0.1'
}
