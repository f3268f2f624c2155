import { gatewayApi } from '#contracts/gateway-api.ts'
import type { Service } from '#platform/service.ts'
import { type DeskDeps, deadLetterDesk } from './dead-letter-desk.ts'
import { type OverviewDeps, serviceOverview } from './service-overview.ts'

/** What the gateway itself offers, beside the services behind it. */
export function operatorsDoor(deps: DeskDeps & OverviewDeps): Service<typeof gatewayApi> {
  return {
    name: 'gateway',
    api: gatewayApi,
    calls: { ...serviceOverview(deps), ...deadLetterDesk(deps) },
  }
}
