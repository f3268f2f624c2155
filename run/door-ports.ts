import type { Config } from '#platform/config.ts'
import { type ListenOn, refuseTakenPort } from '#platform/http/listen.ts'
import type { ShopPart } from './services.ts'

export const publicPortOf = ({ httpPort }: Pick<Config, 'httpPort'>): ListenOn => ({
  port: httpPort,
})

/** Where all is one process the private port is the operator's own machine's. */
export function privatePortOf({
  privatePort: port,
  profile,
}: Pick<Config, 'privatePort' | 'profile'>): ListenOn {
  const isAlone = profile.kind === 'embedded' || profile.discovery === null
  return isAlone ? { host: 'localhost', port } : { port }
}

/** Rejects where a port that these parts need is taken, or may not be opened. */
export async function refuseTakenPorts(config: Config, parts: readonly ShopPart[]): Promise<void> {
  if (parts.includes('gateway')) await refuseTakenPort(publicPortOf(config))
  await refuseTakenPort(privatePortOf(config))
}
