import { once } from 'node:events'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { FastifyInstance } from 'fastify'

export type ListenOn = {
  /** All addresses of this machine unless told; `localhost` is both loopback addresses. */
  readonly host?: string | undefined
  /** 0 takes a free one. */
  readonly port: number
}

/** A burst of newcomers waits here until accepted; the kernel may allow fewer. */
const BACKLOG = 4_096

/** Opens the port. Gives the number it has; rejects with `EADDRINUSE` where another has it. */
export async function listen(app: FastifyInstance, { host, port }: ListenOn): Promise<number> {
  await app.listen({ host: host ?? anyAddress(), port, backlog: BACKLOG })
  const address = app.server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

/** Rejects as `listen` would, for whoever wants to know it before. Another may take the port meanwhile. */
export async function refuseTakenPort({ host, port }: ListenOn): Promise<void> {
  const server = createServer()
  server.listen({ host: host ?? anyAddress(), port })
  await once(server, 'listening')
  server.close()
  await once(server, 'close')
}

/** IPv6's any takes IPv4 too, but is refused by a machine that has no IPv6 at all. */
function anyAddress(): string {
  const hasIpv6 = Object.values(networkInterfaces())
    .flat()
    .some(address => address?.family === 'IPv6')
  return hasIpv6 ? '::' : '0.0.0.0'
}
