/** A claim of the README, measured: a ratio to a yardstick of the same run, or a count. */
export type Figure = {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly goal: string
  /** Whether the goal was reached in this run; nothing fails by it. */
  readonly reached: boolean
  readonly tool: string
  readonly detail: Readonly<Record<string, unknown>>
}

export type FigureModule = {
  readonly name: string
  readonly measure: (say: (sentence: string) => void) => Promise<readonly Figure[]>
}
