import { networkInterfaces } from 'node:os'

type Interfaces = ReturnType<typeof networkInterfaces>

/**
 * Where other processes reach a port of this one: the first address that is not for this machine
 * alone, IPv4 before IPv6; the loopback where there is no network. `http://10.0.3.7:9464`
 */
export function ownUrl(port: number, interfaces: Interfaces = networkInterfaces()): string {
  const reachable = Object.values(interfaces)
    .flatMap(addresses => addresses ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
  const ipv4 = reachable.find(({ family }) => family === 'IPv4')?.address
  const ipv6 = reachable.find(({ family }) => family === 'IPv6')?.address
  const host = ipv4 ?? (ipv6 === undefined ? '127.0.0.1' : `[${ipv6}]`)
  return `http://${host}:${port}`
}
