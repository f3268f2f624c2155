/** What was asked of the shop, as the parts of the report name it. */
export type Step = 'look' | 'reserve' | 'enter' | 'pay' | 'give back' | 'line' | 'order'

/** One question of a buyer, and what came of it. Instants count from the opening. */
export type Asked = {
  readonly step: Step
  readonly sentAtMs: number
  readonly tookMs: number
  /** The status, with the word of a refusal: `409 sold_out`; 0 where nobody answered. */
  readonly status: number
  readonly code: string | null
}

/** What became of a buyer in the end. */
export type Ending =
  | 'bought'
  | 'left'
  | 'declined'
  | 'too late'
  | 'sold out'
  | 'waited in vain'
  | 'not answered'

export type BuyerOutcome = {
  readonly at: number
  readonly isBot: boolean
  readonly ending: Ending
  /** A reservation that was accepted, directly or as an offer. */
  readonly held: Held | null
}

export type Held = {
  readonly reservationId: string
  readonly orderId: string
  readonly position: number | null
  readonly isOffer: boolean
  /** When it was pressed, and when it was known. */
  readonly pressedAtMs: number
  readonly knownAtMs: number
}
