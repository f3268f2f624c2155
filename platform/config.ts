import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import {
  type Keyring,
  KeyringFault,
  type KeyringText,
  keyringFromText,
  newKeyringText,
} from '#platform/security/keyring.ts'
import {
  type PaymentsConfig,
  paymentsIn,
  providerKeyFaults,
} from '#platform/security/provider-keys.ts'
import { Environment, proxiesOf } from './environment.ts'
import { type Profile, profileOf } from './shop-profile.ts'
import { readSmtpUrl, type Smtp } from './smtp-url.ts'

/** What the whole program is told from outside. Complete, checked and frozen. */
export type Config = {
  readonly httpPort: number
  readonly privatePort: number
  readonly profile: Profile
  /** Without a slash at the end. */
  readonly publicUrl: string
  /** Proxies, by address or range, whose word about the client's address is believed. */
  readonly trustedProxies: readonly string[]
  readonly payments: PaymentsConfig
  readonly simulator: {
    readonly declineRate: number
    readonly lostRate: number
    readonly delayMs: number
    readonly seed: number
  }
  /** Null: mails stay in the development mailbox. */
  readonly smtp: Smtp | null
  /** Null: made once, and kept in the data folder. */
  readonly keyring: Keyring | null
  readonly adminEmail: string | null
  readonly adminPassword: string | null
  readonly dayMs: number
  readonly orderHoldMs: number
  readonly rehearsal: boolean
  readonly rateLimits: boolean
  readonly demo: boolean
  readonly logLevel: string
  /** Null: nothing is traced. */
  readonly traces: { readonly endpoint: string; readonly ratio: number } | null
}

/** Everything that is wrong with the environment, each with what to do. */
export class ConfigFault extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(['The configuration is wrong:', ...faults.map(fault => `  ${fault}`)].join('\n'))
    this.name = 'ConfigFault'
    this.faults = faults
  }
}

type Texts = Readonly<Record<string, string | undefined>>
type Entry = { readonly value?: string | number; readonly fault?: string }

/** The configuration of this process. `defaults` stand where a variable is not set. */
export function configOfThisProcess(defaults: Texts = {}): Config {
  return readConfig(process.env, defaults)
}

/**
 * Reads an environment; a variable set to nothing counts as not set. Throws one `ConfigFault` that
 * lists every fault, and shows no secret.
 */
export function readConfig(environment: Texts, defaults: Texts = {}): Config {
  const texts = { ...withoutEmpty(defaults), ...withoutEmpty(environment) }
  const entries = Object.entries(Environment.properties).map(
    ([name, schema]) => [name, readVariable(name, schema, texts[name])] as const,
  )
  const values = Object.fromEntries(entries.map(([name, entry]) => [name, entry.value]))
  const read = profileOf(String(values.DATABASE_URL), texts)
  const trusted = proxiesIn(texts)
  const mail = smtpIn(texts)
  const keys = readKeys(texts)
  const faults = [
    ...entries.flatMap(([, { fault }]) => fault ?? []),
    ...('faults' in read ? read.faults : []),
    ...('fault' in trusted ? [`TRUSTED_PROXIES: ${trusted.fault}`] : []),
    ...('fault' in mail ? [`SMTP_URL: ${mail.fault}`] : []),
    ...(values.REHEARSAL === '1' && texts.SMTP_URL !== undefined
      ? ['REHEARSAL: the mails of a rehearsal stay in the mailbox. Unset SMTP_URL, or REHEARSAL.']
      : []),
    ...(values.DEMO === '1' && values.ADMIN_EMAIL === undefined
      ? [
          "DEMO: the sample shop is filled in the first admin's name. Set ADMIN_EMAIL and ADMIN_PASSWORD.",
        ]
      : []),
    ...togetherFaults(values),
    ...providerKeyFaults(values, name => texts[name] !== undefined),
    ...keys.faults,
  ]
  if ('faults' in read || 'fault' in trusted || 'fault' in mail || faults.length > 0) {
    throw new ConfigFault(faults)
  }
  return configOf(values as Environment, {
    profile: read.profile,
    trustedProxies: trusted.proxies,
    smtp: mail.smtp,
    keyring: keys.keyring,
  })
}

/** What is right alone, and wrong together. Nothing is said of what is wrong alone already. */
function togetherFaults(values: Readonly<Record<string, string | number | undefined>>): string[] {
  const { SIMULATOR_DECLINE_RATE = 0, SIMULATOR_LOST_RATE = 0, HTTP_PORT, PRIVATE_PORT } = values
  const rates = Number(SIMULATOR_DECLINE_RATE) + Number(SIMULATOR_LOST_RATE)
  const faults: string[] = []
  // 0.57 and 0.43 may be a little more than one to a computer.
  if (rates > 1.000_001) {
    faults.push(
      'SIMULATOR_DECLINE_RATE and SIMULATOR_LOST_RATE are more than 1 together. An attempt is ' +
        'declined, or captured while its answer is lost, or neither: give parts of one whole.',
    )
  }
  if (HTTP_PORT === PRIVATE_PORT && HTTP_PORT !== undefined && HTTP_PORT !== 0) {
    faults.push(
      `PRIVATE_PORT: ${PRIVATE_PORT} is HTTP_PORT already. Give each door a port of its own.`,
    )
  }
  return faults
}

function withoutEmpty(texts: Texts): Record<string, string> {
  const set = Object.entries(texts).filter(([, text]) => text !== undefined && text.trim() !== '')
  return Object.fromEntries(set) as Record<string, string>
}

function readVariable(name: string, schema: TSchema, text: string | undefined): Entry {
  const { type, default: fallback, advice, secret } = schema as TSchema & Record<string, string>
  if (text === undefined) return fallback === undefined ? {} : { value: fallback }
  const value = type === 'string' ? text : numberOf(text)
  if (Value.Check(schema, value)) return { value: value as string | number }
  const shown = secret ? 'what is set' : JSON.stringify(text)
  return { fault: `${name}: ${shown} is not possible. ${advice}` }
}

/** A decimal number as people write it: `1e3`, `0x10` and `08` are typing errors. */
function numberOf(text: string): number | string {
  return /^(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : text
}

const proxiesIn = ({ TRUSTED_PROXIES }: Texts) =>
  TRUSTED_PROXIES === undefined ? { proxies: [] } : proxiesOf(TRUSTED_PROXIES)

const smtpIn = ({ SMTP_URL }: Texts) =>
  SMTP_URL === undefined ? { smtp: null } : readSmtpUrl(SMTP_URL)

const KEYS = {
  signingKeys: 'SIGNING_KEYS',
  encryptionKeys: 'ENCRYPTION_KEYS',
  indexKey: 'INDEX_KEY',
  internalKey: 'INTERNAL_KEY',
} as const satisfies Record<keyof KeyringText, string>

/** All four keys, or none. */
function readKeys(texts: Texts): { keyring: Keyring | null; faults: readonly string[] } {
  const given = Object.entries(KEYS).flatMap(([key, name]) => {
    const text = texts[name]
    return text === undefined ? [] : [[key, text] as const]
  })
  if (given.length === 0) return { keyring: null, faults: [] }
  const missing = Object.values(KEYS).filter(name => texts[name] === undefined)
  try {
    // In the place of what is missing stands what is good, so that only the others are judged.
    const keyring = keyringFromText({ ...newKeyringText(), ...Object.fromEntries(given) })
    if (missing.length === 0) return { keyring, faults: [] }
    return { keyring: null, faults: missingFaults(missing, texts) }
  } catch (error) {
    if (!(error instanceof KeyringFault)) throw error
    return { keyring: null, faults: [...error.faults, ...missingFaults(missing, texts)] }
  }
}

/** With MySQL, where there is no choice, the profile tells what is missing. */
function missingFaults(missing: readonly string[], { DATABASE_URL = '' }: Texts): string[] {
  if (missing.length === 0 || DATABASE_URL.startsWith('mysql:')) return []
  return [
    `${missing.join(', ')}: this is not set, and others of the keys are. Set all of ` +
      `${Object.values(KEYS).join(', ')}, or none of them.`,
  ]
}

function configOf(
  values: Environment,
  read: Pick<Config, 'profile' | 'trustedProxies' | 'smtp' | 'keyring'>,
): Config {
  const publicUrl = values.PUBLIC_URL ?? `http://localhost:${values.HTTP_PORT}`
  return Object.freeze({
    httpPort: values.HTTP_PORT,
    privatePort: values.PRIVATE_PORT,
    ...read,
    publicUrl: publicUrl.replace(/\/$/, ''),
    payments: paymentsIn(values),
    simulator: Object.freeze({
      declineRate: values.SIMULATOR_DECLINE_RATE,
      lostRate: values.SIMULATOR_LOST_RATE,
      delayMs: values.SIMULATOR_DELAY_MS,
      seed: values.SIMULATOR_SEED,
    }),
    adminEmail: values.ADMIN_EMAIL ?? null,
    adminPassword: values.ADMIN_PASSWORD ?? null,
    dayMs: values.DAY_MS,
    orderHoldMs: values.ORDER_HOLD_MS,
    rehearsal: values.REHEARSAL === '1',
    rateLimits: values.RATE_LIMITS === 'on',
    demo: values.DEMO === '1',
    logLevel: values.LOG_LEVEL,
    traces: tracesOf(values),
  })
}

function tracesOf(values: Environment): Config['traces'] {
  const endpoint = values.OTEL_EXPORTER_OTLP_ENDPOINT
  if (endpoint === undefined) return null
  return Object.freeze({ endpoint, ratio: values.OTEL_TRACES_SAMPLER_ARG })
}
