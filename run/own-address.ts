import { networkInterfaces } from 'node:os'

/**
 * Where other machines reach this process: at the host that was configured; else at the first
 * address of this machine that others can use, IPv4 before IPv6, on which many networks have no
 * route. With several networks only an operator knows which the others are on.
 */
export function ownAddress(
  configured: string | null,
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): string {
  if (configured !== null) return configured
  const outside = Object.values(interfaces)
    .flatMap(each => each ?? [])
    .filter(({ internal, address }) => !internal && !isLinkLocal(address))
  const ofFamily = (family: string) => outside.find(each => each.family === family)?.address
  return ofFamily('IPv4') ?? ofFamily('IPv6') ?? '127.0.0.1'
}

/** RFC 3927 and RFC 4291: an address that no router passes on. */
const isLinkLocal = (address: string): boolean => /^(169\.254\.|fe[89ab])/i.test(address)
