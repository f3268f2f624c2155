import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Instance } from './discovery.ts'

/** What a client tells Eureka of itself, in the JSON of Eureka's REST interface. */
export function eurekaInstance({
  app,
  id,
  url,
  leaseSeconds,
  everyMs,
}: {
  readonly app: string
  readonly id: string
  readonly url: string
  readonly leaseSeconds: number
  readonly everyMs: number
}) {
  const { hostname, port } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  return {
    instanceId: id,
    app: app.toUpperCase(),
    vipAddress: app,
    hostName: host,
    ipAddr: host,
    status: 'UP',
    port: { $: Number(port || 80), '@enabled': 'true' },
    securePort: { $: 443, '@enabled': 'false' },
    homePageUrl: `${url}/`,
    healthCheckUrl: `${url}/readyz`,
    statusPageUrl: `${url}/healthz`,
    dataCenterInfo: {
      '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo',
      name: 'MyOwn',
    },
    leaseInfo: {
      durationInSecs: leaseSeconds,
      renewalIntervalInSecs: Math.max(1, Math.round(everyMs / 1_000)),
    },
  }
}

const Listed = Type.Object({
  instanceId: Type.String(),
  ipAddr: Type.String(),
  status: Type.String(),
  port: Type.Object({ $: Type.Union([Type.Integer(), Type.String()]) }),
})
const oneOrMany = <const T extends Parameters<typeof Type.Array>[0]>(schema: T) =>
  Type.Union([Type.Array(schema), schema])
const Application = Type.Object({ name: Type.String(), instance: oneOrMany(Listed) })
/** Lists of one element are written as the element by some versions. */
const Answer = Type.Object({
  applications: Type.Object({ application: Type.Optional(oneOrMany(Application)) }),
})

/** The services and instances of `GET /apps` that are up and whose names begin with the prefix. */
export function instancesOfAnswer(
  answer: unknown,
  prefix: string,
): (readonly [service: string, instance: Instance])[] {
  if (!Value.Check(Answer, answer)) throw new Error('Eureka answered what is no registry')
  const start = prefix.toLowerCase()
  return [answer.applications.application ?? []].flat().flatMap(({ name, instance }) => {
    const app = name.toLowerCase()
    if (!app.startsWith(start)) return []
    return [instance]
      .flat()
      .filter(({ status }) => status === 'UP')
      .map(listed => [app.slice(start.length), instanceOf(listed)] as const)
  })
}

function instanceOf({ instanceId, ipAddr, port }: Static<typeof Listed>): Instance {
  const host = ipAddr.includes(':') ? `[${ipAddr}]` : ipAddr
  return { id: instanceId, url: `http://${host}:${port.$}` }
}
