import type { Money } from '#contracts/money.ts'
import type { Refusal } from '#web/kit/refusal.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { type Say, useWords } from '#web/kit/use-words.ts'
import { providerNames } from '#web/storefront/checkout/provider-names.ts'
import type { words } from './words/refusal-words.ko.ts'
import { refusalWords } from './words/refusal-words.ts'

/** Gives what happened and what one can do, for any refusal. */
export function useRefusalText(): (refusal: Refusal) => string {
  const say = useWords(refusalWords)
  const { money } = useFormat()
  return refusal =>
    refusal.refused === 'price_changed'
      ? say('price_changed', pricesIn(refusal, money))
      : textOf(say, refusal)
}

const plain = [
  'credentials_invalid',
  'too_many_attempts',
  'try_again',
  'unreachable',
  'code_invalid',
  'reset_token_invalid',
  'email_unverified',
  'not_found',
  'sold_out',
  'units_available',
  'gone',
  'drop_only',
  'idempotency_conflict',
  'illegal_transition',
  'order_not_payable',
  'order_not_cancellable',
  'reservation_pinned',
  'reservation_expired',
  'reservation_ended',
  'payment_in_flight',
  'return_window_closed',
  'return_exceeds_order',
  'internal',
] as const

function pricesIn({ details }: Refusal, money: (amount: Money) => string) {
  const { seenTotal, total } = details as { seenTotal: Money; total: Money }
  return { was: money(seenTotal), now: money(total) }
}

function textOf(say: Say<typeof words>, { refused, details }: Refusal): string {
  if (refused === 'rate_limited') {
    const seconds = Number(details.retryAfterSeconds)
    const wait = seconds > 0 ? say('seconds', { count: seconds }) : say('soon')
    return say('rate_limited', { wait })
  }
  if (refused === 'order_not_payable' && typeof details.reason === 'string') {
    return notTaken(say, details.reason, String(details.provider))
  }
  return say(plain.find(code => code === refused) ?? 'other')
}

/** What Stripe and Toss call an amount beneath their least. */
const TOO_SMALL = /^(amount_too_small|below_minimum_amount)$/i

function notTaken(say: Say<typeof words>, reason: string, provider: string): string {
  const name = Object.entries(providerNames).find(([key]) => key === provider)?.[1] ?? provider
  return TOO_SMALL.test(reason)
    ? say('amountTooSmall', { provider: name })
    : say('notTaken', { provider: name, reason })
}
