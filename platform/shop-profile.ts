import { resolve } from 'node:path'
import { type DiscoveryChoice, readDiscoveryUrl } from '#platform/discovery/discovery-url.ts'

/** How the shop is carried: all in one process, or many processes over engines. */
export type Profile = Embedded | Distributed

export type Embedded = {
  readonly kind: 'embedded'
  /** Absolute. */
  readonly dataFolder: string
}

export type Distributed = {
  readonly kind: 'distributed'
  /** `mysql://user:password@host:port/prefix` */
  readonly mysqlUrl: string
  readonly redisUrl: string
  /** `host:port` of some. */
  readonly brokers: readonly string[]
  /** Null where all services are in this process. */
  readonly discovery: DiscoveryChoice | null
  /** Under which other processes reach this one's private port; null where that is to be found out. */
  readonly privateHost: string | null
}

type Fault = { readonly fault: string }
type Texts = Readonly<Record<string, string | undefined>>
type Read = { readonly profile: Profile } | { readonly faults: readonly string[] }

/** Variables that make sense with MySQL only. */
const OF_DISTRIBUTED = ['REDIS_URL', 'EVENTS_URL', 'DISCOVERY_URL', 'PRIVATE_HOST'] as const
const KEYS = ['SIGNING_KEYS', 'ENCRYPTION_KEYS', 'INDEX_KEY', 'INTERNAL_KEY'] as const

/** The profile, which DATABASE_URL alone tells, or all that is wrong with it. A mixture is refused. */
export function profileOf(databaseUrl: string, texts: Texts): Read {
  return /^mysql:/.test(databaseUrl)
    ? distributedOf(databaseUrl, texts)
    : embeddedOf(databaseUrl, texts)
}

function embeddedOf(databaseUrl: string, texts: Texts): Read {
  const [, folder] = /^sqlite:(?:\/\/(?=[/.]))?([^:?#]+)$/.exec(databaseUrl) ?? []
  const faults = OF_DISTRIBUTED.filter(name => texts[name] !== undefined).map(
    name =>
      `${name}: this is of the distributed profile, which MySQL, Redis and Kafka make together. ` +
      `Unset ${name}, or give DATABASE_URL=mysql://… too.`,
  )
  if (folder === undefined) {
    const advice =
      'Give sqlite: and a folder, such as sqlite:./data, or mysql://user:password@host.'
    faults.push(`DATABASE_URL: this is no database we know. ${advice}`)
  }
  if (folder === undefined || faults.length > 0) return { faults }
  return { profile: { kind: 'embedded', dataFolder: resolve(folder) } }
}

function distributedOf(mysqlUrl: string, texts: Texts): Read {
  const faults: string[] = []
  const database = URL.parse(mysqlUrl)
  if (database === null || database.hostname === '' || !/^(\/\w*)?$/.test(database.pathname)) {
    faults.push(
      'DATABASE_URL: give mysql://user:password@host:3306, or with a prefix of schemas as path, of ' +
        'letters, digits and underscores: mysql://…:3306/shop_2.',
    )
  } else if (/[?#]/.test(mysqlUrl)) {
    faults.push(
      'DATABASE_URL: what stands after ? or # would not be heeded: there are no options here, and no TLS. ' +
        'Take it away; where TLS must be, lead the connection through a tunnel.',
    )
  }
  const redisUrl = texts.REDIS_URL
  const redisFault = redisFaultOf(redisUrl)
  if (redisFault !== null) faults.push(`REDIS_URL: ${redisFault}`)
  const brokers = brokersOf(texts.EVENTS_URL)
  if (brokers === null) faults.push(`EVENTS_URL: ${eventsFaultOf(texts.EVENTS_URL)}`)
  const discovery = discoveryOf(texts.DISCOVERY_URL)
  if (isFault(discovery)) faults.push(`DISCOVERY_URL: ${discovery.fault}`)
  const missing = KEYS.filter(name => texts[name] === undefined)
  if (missing.length > 0) {
    faults.push(
      `${missing.join(', ')}: processes that work together have the same keys, so they are not ` +
        'made up here. Set all four; .env.example tells how to make them.',
    )
  }
  if (faults.length > 0 || brokers === null || redisUrl === undefined || isFault(discovery)) {
    return { faults }
  }
  const privateHost = texts.PRIVATE_HOST ?? null
  return { profile: { kind: 'distributed', mysqlUrl, redisUrl, brokers, discovery, privateHost } }
}

/** Options of its client are none of the shop's, but for the family of addresses: some networks need it. */
function redisFaultOf(redisUrl: string | undefined): string | null {
  const url = URL.parse(redisUrl ?? '')
  if (url === null || url.hostname === '' || !/^rediss?:$/.test(url.protocol)) {
    return 'with MySQL there is a Redis too. Give redis://host:6379.'
  }
  const hasOptions = [...url.searchParams.keys()].some(name => name !== 'family')
  if (/^(\/\d*)?$/.test(url.pathname) && !hasOptions && url.hash === '') return null
  return (
    'what stands behind the port would not be heeded. Give the number of a database alone, such as ' +
    'redis://host:6379/0, and rediss:// for TLS.'
  )
}

function eventsFaultOf(eventsUrl: string | undefined): string {
  const example = 'Give kafka://host:9092,host:9092.'
  return eventsUrl?.includes('@')
    ? `the shop gives Kafka no user and no password. ${example}`
    : `with MySQL there is a Kafka too. ${example}`
}

function brokersOf(eventsUrl: string | undefined): readonly string[] | null {
  const [, list] = /^kafka:\/\/([^/?#]+)\/?$/.exec(eventsUrl ?? '') ?? []
  const brokers = list?.split(',').map(broker => broker.trim()) ?? []
  return brokers.length > 0 && brokers.every(broker => /^[^\s:@]+:\d{1,5}$/.test(broker))
    ? brokers
    : null
}

function discoveryOf(discoveryUrl: string | undefined): DiscoveryChoice | null | Fault {
  return discoveryUrl === undefined ? null : readDiscoveryUrl(discoveryUrl)
}

const isFault = (discovery: DiscoveryChoice | null | Fault): discovery is Fault =>
  discovery !== null && 'fault' in discovery
