import { isIP } from 'node:net'
import { type Static, Type } from 'typebox'

const port = (defaultPort: number) =>
  Type.Integer({
    minimum: 0,
    maximum: 65_535,
    default: defaultPort,
    advice: `Give a port from 1 to 65535, such as ${defaultPort}, or 0 for any free one.`,
  })

const rate = (example: string) =>
  Type.Number({
    minimum: 0,
    maximum: 1,
    default: 0,
    advice: `Give a share from 0 to 1: ${example}`,
  })

const lifeMs = (defaultMs: number) =>
  Type.Integer({
    minimum: 1_000,
    maximum: 31_536_000_000,
    default: defaultMs,
    advice: `Give milliseconds from 1000 on; the default is ${defaultMs}.`,
  })

const yesOrNo = Type.String({ pattern: '^[01]$', default: '0', advice: 'Give 1 or 0.' })

const secret = Type.Optional(Type.String({ secret: true }))

/** What a payment provider gave; one that is put in the other's place would be shown to everybody. */
const providerKey = (pattern: string, advice: string) =>
  Type.Optional(Type.String({ pattern, maxLength: 500, advice, secret: true }))

const providerUrl = (url: string) =>
  Type.String({
    pattern: '^https?://[^\\s/?#@]+/?$',
    default: url,
    advice: `Give scheme, host and port only; ${url} unless for tests.`,
  })

/** Every variable that Firstcome reads. Numbers are numbers here, all else is text. */
export const Environment = Type.Object({
  HTTP_PORT: port(8080),
  PRIVATE_PORT: port(9464),
  DATABASE_URL: Type.String({ default: 'sqlite:./data', secret: true }),
  PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^\\s/?#@]+/?$',
      advice: 'Give scheme, host and port only, such as https://shop.example.',
    }),
  ),
  TRUSTED_PROXIES: Type.Optional(Type.String()),
  PAYMENT_PROVIDER: Type.String({
    pattern: '^(simulator|toss|stripe)$',
    default: 'simulator',
    advice: 'Give simulator, toss or stripe.',
  }),
  TOSS_SECRET_KEY: providerKey(
    '^(test|live)_g?sk_\\S+$',
    'Give a secret key, test_sk_… or live_sk_….',
  ),
  TOSS_CLIENT_KEY: providerKey(
    '^(test|live)_g?ck_\\S+$',
    'Give a client key, test_ck_… or live_ck_….',
  ),
  TOSS_URL: providerUrl('https://api.tosspayments.com'),
  TOSS_SCRIPT_URL: providerUrl('https://js.tosspayments.com'),
  STRIPE_SECRET_KEY: providerKey(
    '^[sr]k_(test|live)_\\S+$',
    'Give a secret key, sk_test_… or sk_live_…, or a restricted one, rk_….',
  ),
  STRIPE_PUBLISHABLE_KEY: providerKey(
    '^pk_(test|live)_\\S+$',
    'Give a publishable key, pk_test_… or pk_live_….',
  ),
  STRIPE_WEBHOOK_SECRET: providerKey(
    '^whsec_\\S+$',
    'Give the signing secret of the endpoint, whsec_….',
  ),
  STRIPE_URL: providerUrl('https://api.stripe.com'),
  STRIPE_SCRIPT_URL: providerUrl('https://js.stripe.com'),
  SIMULATOR_DECLINE_RATE: rate('0.2 declines every fifth payment.'),
  SIMULATOR_LOST_RATE: rate('0.2 captures every fifth payment and loses the answer.'),
  SIMULATOR_DELAY_MS: Type.Integer({
    minimum: 0,
    maximum: 600_000,
    default: 0,
    advice: 'Give milliseconds from 0 to 600000.',
  }),
  SIMULATOR_SEED: Type.Integer({
    minimum: 0,
    maximum: 4_294_967_295,
    default: 0,
    advice: 'Give a whole number from 0 to 4294967295.',
  }),
  REDIS_URL: secret,
  EVENTS_URL: Type.Optional(Type.String()),
  DISCOVERY_URL: Type.Optional(Type.String()),
  SMTP_URL: secret,
  PRIVATE_HOST: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9._:-]+$',
      maxLength: 253,
      advice: 'Give a name or an address, such as 10.0.0.7, under which others reach this process.',
    }),
  ),
  SIGNING_KEYS: secret,
  ENCRYPTION_KEYS: secret,
  INDEX_KEY: secret,
  INTERNAL_KEY: secret,
  ADMIN_EMAIL: Type.Optional(
    Type.String({
      pattern: '^[^\\s@]+@[^\\s@]+$',
      maxLength: 254,
      advice: 'Give an e-mail address, such as admin@example.com.',
    }),
  ),
  ADMIN_PASSWORD: Type.Optional(
    Type.String({
      minLength: 8,
      maxLength: 256,
      advice: 'Give 8 to 256 characters.',
      secret: true,
    }),
  ),
  DAY_MS: lifeMs(86_400_000),
  ORDER_HOLD_MS: lifeMs(600_000),
  REHEARSAL: yesOrNo,
  RATE_LIMITS: Type.String({ pattern: '^(on|off)$', default: 'on', advice: 'Give on or off.' }),
  DEMO: yesOrNo,
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.Optional(
    Type.String({
      pattern: '^https?://[^\\s?#]+$',
      advice: 'Give the address of a collector, such as http://collector:4318.',
    }),
  ),
  OTEL_TRACES_SAMPLER_ARG: Type.Number({
    minimum: 0,
    maximum: 1,
    default: 0.01,
    advice: 'Give a share from 0 to 1: 0.01 traces every hundredth purchase.',
  }),
  LOG_LEVEL: Type.String({
    pattern: '^(debug|info|warn|error|silent)$',
    default: 'info',
    advice: 'Give debug, info, warn, error or silent.',
  }),
})
export type Environment = Static<typeof Environment>

/** The addresses and ranges that a TRUSTED_PROXIES names, or what is wrong with it. */
export function proxiesOf(
  trustedProxies: string,
): { proxies: readonly string[] } | { fault: string } {
  const proxies = trustedProxies.split(',').map(proxy => proxy.trim())
  const wrong = proxies.find(proxy => !isAddressOrRange(proxy))
  if (wrong === undefined) return { proxies }
  const advice = 'Give addresses and ranges with commas between, such as 10.0.0.5,192.168.0.0/16.'
  return { fault: `${JSON.stringify(wrong)} is not possible. ${advice}` }
}

/** Not the range of all there is: whoever is everywhere could name any address as the client's. */
function isAddressOrRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const longest = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
  if (longest === 0 || more.length > 0) return false
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= longest)
}
