import { useQuery } from '@tanstack/react-query'
import type { ServiceInstance, ServiceStatus } from '#contracts/gateway-api.ts'
import { Paper, Part } from '#web/console/paper.tsx'
import { Mark } from '#web/console/state-mark.tsx'
import { TroubleOrWait } from '#web/console/trouble-or-wait.tsx'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleOperationWords } from '#web/console/words/console-operations.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Instant } from '#web/kit/instant.tsx'
import { useWords } from '#web/kit/use-words.ts'

const EVERY_MS = 5_000

const looks: Readonly<Record<ServiceStatus['state'], string>> = {
  up: 'border-yours bg-yours-ground text-yours',
  degraded: 'border-short bg-short-ground text-short',
  down: 'border-wrong bg-wrong-ground text-wrong',
}

const ours = ['stock', 'catalog', 'orders', 'payments', 'members', 'notifications'] as const

/** Each service with its instances; and what shoppers see while none of them can be asked. */
export function ServicesPage() {
  const say = useWords(consoleWords)
  const sayMore = useWords(consoleOperationWords)
  const services = useQuery({ ...reading('gateway.listServices', {}), refetchInterval: EVERY_MS })
  return (
    <Paper title={say('services')}>
      {services.data === undefined ? (
        <TroubleOrWait error={services.error} again={() => void services.refetch()} />
      ) : (
        <div className="grid gap-3 lg:grid-cols-2 2xl:grid-cols-3">
          {services.data.items.map(({ service, state, instances, meanwhile }) => (
            <Part
              key={service}
              title={service}
              actions={<Mark look={looks[state]}>{sayMore(state)}</Mark>}
            >
              <ul className="flex flex-col gap-2 text-14">
                {instances.map((instance, at) => (
                  <Instance key={instance.url ?? `own ${at}`} instance={instance} />
                ))}
                {instances.length === 0 && <li className="text-wrong">{sayMore('noInstance')}</li>}
              </ul>
              <Without service={service} meanwhile={meanwhile} />
            </Part>
          ))}
        </div>
      )}
    </Paper>
  )
}

/** What shoppers see without it: in the language of the desk, where it is one of ours. */
function Without({ service, meanwhile }: Pick<ServiceStatus, 'service' | 'meanwhile'>) {
  const say = useWords(consoleOperationWords)
  const known = ours.find(name => name === service)
  return (
    <p className="mt-3 border-t border-line pt-3 text-12 text-quiet">
      {say('whileDown')}{' '}
      {known === undefined ? <span lang="en">{meanwhile}</span> : say(`without_${known}`)}
    </p>
  )
}

function Instance({ instance }: { readonly instance: ServiceInstance }) {
  const say = useWords(consoleOperationWords)
  const { url, health, breaker, sinceAtMs, isLeaving } = instance
  return (
    <li className="flex flex-wrap items-baseline gap-x-3">
      {url === null ? say('thisProcess') : <code className="text-12 break-all">{url}</code>}
      <span className={health === 'ready' ? 'text-yours' : 'text-wrong'}>{say(health)}</span>
      {breaker !== null && (
        <span className={breaker === 'closed' ? 'text-quiet' : 'text-wrong'}>
          {say(`breaker_${breaker}`)}
        </span>
      )}
      {isLeaving && <span className="text-short">{say('leaving')}</span>}
      {sinceAtMs !== null && (
        <span className="text-12 text-quiet">
          {say('sinceBefore')} <Instant atMs={sinceAtMs} />
          {say('sinceAfter')}
        </span>
      )}
    </li>
  )
}
