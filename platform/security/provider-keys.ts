/** How new payments are taken, and the keys of every provider that can be asked. */
export type PaymentsConfig = {
  readonly provider: 'simulator' | 'toss' | 'stripe'
  readonly toss: TossKeys | null
  readonly stripe: StripeKeys | null
}

type TossKeys = {
  readonly secretKey: string
  /** Empty where no payment is entered by it any more. */
  readonly clientKey: string
  /** Without a slash at the end, as the next. */
  readonly url: string
  /** From where the browser takes its script. */
  readonly scriptUrl: string
}

type StripeKeys = {
  readonly secretKey: string
  /** Empty where no payment is entered by it any more. */
  readonly publishableKey: string
  readonly webhookSecret: string | null
  /** Without a slash at the end, as the next. */
  readonly url: string
  /** From where the browser takes its script. */
  readonly scriptUrl: string
}

type Values = Readonly<Record<string, string | number | undefined>>

/** What a provider needs to take new payments; its secret key alone serves those that it has. */
const NEEDED = {
  simulator: [],
  toss: ['TOSS_SECRET_KEY', 'TOSS_CLIENT_KEY'],
  stripe: ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET'],
} as const

const PAIRS = [
  ['TOSS_SECRET_KEY', 'TOSS_CLIENT_KEY'],
  ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY'],
] as const

/** Reads the keys, each of which has been looked at alone. */
export function paymentsIn(values: Values): PaymentsConfig {
  const text = (name: string): string => String(values[name] ?? '')
  const url = (name: string): string => text(name).replace(/\/$/, '')
  return Object.freeze({
    provider: text('PAYMENT_PROVIDER') as PaymentsConfig['provider'],
    toss:
      text('TOSS_SECRET_KEY') === ''
        ? null
        : Object.freeze({
            secretKey: text('TOSS_SECRET_KEY'),
            clientKey: text('TOSS_CLIENT_KEY'),
            url: url('TOSS_URL'),
            scriptUrl: url('TOSS_SCRIPT_URL'),
          }),
    stripe:
      text('STRIPE_SECRET_KEY') === ''
        ? null
        : Object.freeze({
            secretKey: text('STRIPE_SECRET_KEY'),
            publishableKey: text('STRIPE_PUBLISHABLE_KEY'),
            webhookSecret: text('STRIPE_WEBHOOK_SECRET') || null,
            url: url('STRIPE_URL'),
            scriptUrl: url('STRIPE_SCRIPT_URL'),
          }),
  })
}

/** What is wrong with the keys together. `isSet`: also what is set, and wrong by itself. */
export function providerKeyFaults(values: Values, isSet: (name: string) => boolean): string[] {
  const provider = values.PAYMENT_PROVIDER as keyof typeof NEEDED | undefined
  if (provider === undefined) return []
  const missing = NEEDED[provider].filter(name => !isSet(name))
  return [
    ...missing.map(
      name =>
        `${name}: PAYMENT_PROVIDER=${provider} needs it. Set it to what ${provider} gave you.`,
    ),
    ...PAIRS.filter(([secret, open]) => isLive(values[secret]) !== isLive(values[open]))
      .filter(([secret, open]) => values[secret] !== undefined && values[open] !== undefined)
      .map(
        ([secret, open]) =>
          `${open}: one of it and ${secret} is for tests, the other takes money. Give two of a kind.`,
      ),
    ...(values.REHEARSAL === '1' && provider !== 'simulator'
      ? ['PAYMENT_PROVIDER: a rehearsal moves no money. Unset it, or REHEARSAL.']
      : []),
  ]
}

const isLive = (key: string | number | undefined): boolean => /(^|_)live_/.test(String(key ?? ''))
