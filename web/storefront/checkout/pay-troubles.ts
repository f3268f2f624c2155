/** By which word a failed attempt is told: of the provider's or the bank's codes a few are of use. */

const CLOSED = new Set(['USER_CANCEL', 'PAY_PROCESS_CANCELED'])

/** Of Toss and Stripe: too little on the account, or the limit of the card is reached. */
const TOO_LITTLE = new Set([
  ...['insufficient_funds', 'card_velocity_exceeded', 'withdrawal_count_limit_exceeded'],
  ...['reject_card_payment', 'reject_account_payment', 'exceed_max_amount'],
])

export const wordOfDecline = (code: string | undefined) =>
  TOO_LITTLE.has(code?.toLowerCase() ?? '') ? 'insufficientFunds' : 'declinedText'

export const wordOfLeaving = (code: string) => (CLOSED.has(code) ? 'closedWindow' : 'failedWindow')

/** A code came by the address, which anybody can write: what is none is not shown. */
export const shownCode = (code: string): string => (/^\w{1,60}$/.test(code) ? code : '?')
