import type { Config } from '#platform/config.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { refuseTakenPorts } from './door-ports.ts'
import { refuseHalfAnAdmin } from './make-first-admin.ts'
import { type ServiceName, type ShopPart, serviceNames } from './services.ts'

/**
 * Whatever can be known to be wrong before anything is made or written: who corrects a setting finds
 * nothing left of the first attempt. Throws what `sentenceFor` can explain.
 */
export async function refuseBadStart(config: Config, parts: readonly ShopPart[]): Promise<void> {
  const here = serviceNames.filter(name => parts.includes(name))
  refuseNowhere(config, here)
  if (here.includes('members')) await refuseHalfAnAdmin(config)
  await refuseTakenPorts(config, parts)
}

function refuseNowhere({ profile }: Config, here: readonly ServiceName[]): void {
  const elsewhere = serviceNames.filter(name => !here.includes(name))
  const discovery = profile.kind === 'distributed' ? profile.discovery : null
  if (elsewhere.length > 0 && discovery === null) {
    throw wrong(
      `Where ${elsewhere.join(', ')} can be found is not known. Set DISCOVERY_URL, or run all in this process: npm run serve without names.`,
    )
  }
  if (discovery?.kind !== 'static') return
  const listed = [...discovery.list.keys()]
  const unknown = listed.filter(name => !serviceNames.some(one => one === name))
  if (unknown.length > 0) {
    throw wrong(
      `DISCOVERY_URL: there is no service ${unknown.join(', ')}. There are: ${serviceNames.join(', ')}.`,
    )
  }
  const unlisted = elsewhere.filter(name => !listed.includes(name))
  if (unlisted.length > 0) {
    throw wrong(
      `DISCOVERY_URL does not tell where ${unlisted.join(', ')} can be found. Put them into its list, as static:stock=http://a:9464,orders=…, or run them in this process.`,
    )
  }
}

const wrong = (sentence: string): CannotGoOn => new CannotGoOn(exitCodes.configuration, sentence)
