import { catalogApi } from './catalog.ts'
import { membersApi } from './members.ts'
import { notificationsApi } from './notifications.ts'
import type { Api } from './operation.ts'
import { ordersApi } from './orders.ts'
import { paymentsApi } from './payments.ts'
import { stockApi } from './stock.ts'

/** How a process chooses among the instances of a service: the less busy of two, or each in turn. */
type Balance = 'least_busy' | 'round_robin'

/**
 * Calls of one operation that travel in one message: those that came in one turn of the event
 * loop, or while as many messages as may be were under way. They are grouped by a field of the
 * input, and each group keeps to one instance for as long as that one answers.
 */
export type Together = {
  readonly by: string
  /** Calls in one message. */
  readonly atMost: number
  /** Messages of one group under way at once. */
  readonly inFlight: number
}

export type OperationPolicy = {
  /** One attempt may take so long. */
  readonly timeoutMs?: number
  /** How often it is tried where nobody knows what became of it; only for what may be repeated. */
  readonly attempts?: number
  /** Asking twice does what asking once does. Reads by GET and keyed operations need not say so. */
  readonly repeatable?: true
  readonly together?: Together
}

export type ServicePolicy<Operations extends string = string> = {
  readonly balance: Balance
  /** Of operations that say nothing else. */
  readonly timeoutMs: number
  readonly attempts: number
  /** Opens after so many failures in a row at one instance; after `openMs` it is looked at again. */
  readonly breaker: { readonly failures: number; readonly openMs: number }
  /** What the shop does while nobody of the service answers: the fallback, which its callers have. */
  readonly meanwhile: string
  readonly operations: { readonly [Name in Operations]?: OperationPolicy }
}

const policiesFor = <A extends Api>(_api: A, policy: ServicePolicy<keyof A & string>) => policy

const READ = { repeatable: true } as const

/** Of those who keep dead letters. Applying a subject's again takes its time. */
const DEAD_LETTERS = { listDeadLetters: READ, redriveDeadLetter: { timeoutMs: 20_000 } } as const

/** For each service: how its callers wait, repeat, stop asking, and what they do meanwhile. */
export const callPolicies = {
  stock: policiesFor(stockApi, {
    balance: 'least_busy',
    timeoutMs: 2_000,
    attempts: 2,
    // Two, because each costs a rush its whole time-out.
    breaker: { failures: 2, openMs: 1_000 },
    meanwhile: 'Reserving and paying answer 503; products show the last known units, marked.',
    operations: {
      reserve: { together: { by: 'dropId', atMost: 256, inFlight: 2 } },
      readDropLive: READ,
      readSkus: READ,
      findReservation: READ,
      putSkus: { repeatable: true },
      // Its id, and the attempt's number, make it once.
      reserveLines: { repeatable: true },
      pin: { repeatable: true },
      unpin: { repeatable: true },
      releaseSold: { repeatable: true },
      returnUnits: { repeatable: true },
      // Who waits already keeps the place.
      joinWaitlist: { repeatable: true },
      exportWaits: READ,
      forgetMember: { repeatable: true },
      // These ask the catalogue before they answer.
      planDrop: { timeoutMs: 6_000 },
      changeDrop: { timeoutMs: 6_000 },
      readLedgerProof: { timeoutMs: 5_000 },
      readLedgerConsistency: { timeoutMs: 5_000 },
      ...DEAD_LETTERS,
    },
  }),
  catalog: policiesFor(catalogApi, {
    balance: 'least_busy',
    timeoutMs: 2_000,
    attempts: 2,
    breaker: { failures: 3, openMs: 2_000 },
    meanwhile: 'Products answer 503; drops are sold but not planned, regular orders wait.',
    operations: {
      readSkusForSale: READ,
      readProductStock: READ,
      // Each is so, or is not, however often it is asked for.
      likeProduct: { repeatable: true },
      unlikeProduct: { repeatable: true },
      putWish: { repeatable: true },
      removeWish: { repeatable: true },
      askRestockNotice: { repeatable: true },
      dropRestockNotice: { repeatable: true },
      exportMarks: READ,
      forgetMember: { repeatable: true },
      // What is kept has its id from its content.
      uploadImage: { repeatable: true, timeoutMs: 20_000 },
      // These tell stock before they answer.
      createProduct: { timeoutMs: 6_000 },
      changeProduct: { timeoutMs: 6_000 },
      adjustSku: { timeoutMs: 6_000 },
      addSku: { timeoutMs: 6_000 },
    },
  }),
  orders: policiesFor(ordersApi, {
    balance: 'least_busy',
    timeoutMs: 5_000,
    attempts: 2,
    breaker: { failures: 3, openMs: 2_000 },
    meanwhile: 'Orders answer 503; drops are reserved and paid, their orders follow.',
    operations: {
      // The longest of what it asks itself: prices, then units, each twice.
      placeOrder: { timeoutMs: 9_000, attempts: 1 },
      exportBelongings: READ,
      forgetMember: { repeatable: true },
      putCartItem: { repeatable: true },
      ...DEAD_LETTERS,
    },
  }),
  payments: policiesFor(paymentsApi, {
    balance: 'round_robin',
    timeoutMs: 5_000,
    attempts: 2,
    breaker: { failures: 3, openMs: 2_000 },
    meanwhile: 'Paying answers 503; units are held for as long as they were promised.',
    // A provider takes its time. Whoever asks twice is told what is known; the shopper does it.
    operations: {
      confirmPayment: { timeoutMs: 20_000, attempts: 1 },
      refundPayment: { timeoutMs: 20_000, attempts: 1 },
      refundOrder: { repeatable: true },
      readCaptures: READ,
      findCaptures: READ,
      // Somebody waits for a page, which is of use without it.
      readWaysToPay: { timeoutMs: 1_000 },
      // A message that is told twice is counted twice, and is one.
      receiveWebhook: { repeatable: true },
      ...DEAD_LETTERS,
    },
  }),
  members: policiesFor(membersApi, {
    balance: 'least_busy',
    timeoutMs: 3_000,
    attempts: 2,
    breaker: { failures: 3, openMs: 2_000 },
    meanwhile: 'Logging in answers 503; who has a token goes on shopping until it ends.',
    operations: {
      readStanding: READ,
      readContacts: READ,
      readDefaultAddresses: READ,
      listEndedSessions: READ,
      // The auditId makes each once.
      recordAct: { repeatable: true },
      recordOutcome: { repeatable: true },
      // Passwords are hashed one after the other, and wait for their turn.
      signUp: { timeoutMs: 10_000 },
      logIn: { timeoutMs: 10_000 },
      changePassword: { timeoutMs: 10_000 },
      // These ask other services before they answer.
      exportMe: { timeoutMs: 20_000 },
      eraseMe: { timeoutMs: 15_000 },
      confirmPasswordReset: { timeoutMs: 10_000 },
    },
  }),
  notifications: policiesFor(notificationsApi, {
    balance: 'round_robin',
    timeoutMs: 3_000,
    attempts: 2,
    breaker: { failures: 3, openMs: 2_000 },
    meanwhile: 'Mails are sent later; whatever they tell has happened.',
    operations: {
      readMailbox: READ,
      // The mailId makes it once.
      sendVerification: { repeatable: true },
      sendAddressTaken: { repeatable: true },
      sendRestockNotices: { repeatable: true },
      putReminder: { repeatable: true },
      removeReminder: { repeatable: true },
      sendPasswordReset: { repeatable: true },
      sendAccountNotice: { repeatable: true },
      exportMails: READ,
      eraseMails: { repeatable: true, timeoutMs: 6_000 },
      ...DEAD_LETTERS,
    },
  }),
} as const
