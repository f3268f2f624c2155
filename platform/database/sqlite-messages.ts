/** What the event loop says to a database thread, many at a time. */
export type Call = {
  readonly id: number
  readonly service: string
  readonly kind: 'read' | 'write'
  readonly name: string
  readonly input: unknown
}

/** What it hears back, all that one commit made true at a time. */
export type Answer =
  | { readonly id: number; readonly value: unknown; readonly announced: boolean }
  | { readonly id: number; readonly fault: Fault }

export type Fault = {
  readonly kind: 'constraint' | 'damaged' | 'unavailable' | 'newer' | 'unusable' | 'broken'
  readonly message: string
  readonly stack: string
}

export type OpenInput = {
  readonly path: string
  readonly storeModule: string
  readonly settings: unknown
}

/** The transactions that the platform adds to every store. */
export const PLATFORM = '$platform.'
