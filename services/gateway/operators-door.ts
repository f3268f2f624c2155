import { gatewayApi } from '#contracts/gateway-api.ts'
import type { Calls } from '#contracts/operation.ts'
import type { Service } from '#platform/service.ts'
import { type DeskDeps, deadLetterDesk } from './dead-letter-desk.ts'
import { type OverviewDeps, serviceOverview } from './service-overview.ts'

/** Whoever starts rehearsals: a program beside the services, so that it is given from outside. */
export type RehearsalCalls = Pick<
  Calls<typeof gatewayApi>,
  'startRehearsal' | 'listRehearsals' | 'readRehearsal'
>

type OperatorsDeps = DeskDeps & OverviewDeps & { readonly rehearsals: RehearsalCalls }

/** What the gateway itself offers, beside the services behind it. */
export function operatorsDoor(deps: OperatorsDeps): Service<typeof gatewayApi> {
  const { startRehearsal, listRehearsals, readRehearsal } = deps.rehearsals
  return {
    name: 'gateway',
    api: gatewayApi,
    calls: {
      ...serviceOverview(deps),
      ...deadLetterDesk(deps),
      ...{ startRehearsal, listRehearsals, readRehearsal },
    },
  }
}
