import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { CannotGoOn, exitCodes } from '#run/cannot-go-on.ts'

const FETCH_MS = 30_000
const ATTEMPTS = 5
const LONGEST_WAIT_S = 30

/** What is to be judged cannot be had, or is nothing that could be judged. */
export class Unreadable extends CannotGoOn {
  constructor(sentence: string, options?: ErrorOptions) {
    super(exitCodes.unreadable, sentence, options)
  }
}

/** What a file or an address holds, as JSON. Waits, in moderation, where the shop is busy. */
export async function readJson(place: string | URL): Promise<unknown> {
  try {
    return JSON.parse(
      typeof place === 'string' ? await readFile(place, 'utf8') : await fetched(place),
    )
  } catch (error) {
    if (error instanceof Unreadable) throw error
    const { code } = (error ?? {}) as NodeJS.ErrnoException
    const isMissing = typeof place === 'string' && code === 'ENOENT'
    const sentence = isMissing
      ? `There is no file ${place}.`
      : `${place} cannot be read: ${reasonOf(error)}.`
    throw new Unreadable(sentence, { cause: error })
  }
}

async function fetched(url: URL): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS) })
    if (response.ok) return response.text()
    const waitS = Number(response.headers.get('retry-after') ?? Number.NaN)
    const isBusy = response.status === 429 || response.status === 503
    if (!isBusy || !(waitS <= LONGEST_WAIT_S) || attempt === ATTEMPTS) {
      throw new Unreadable(`${url} answers ${response.status}.`)
    }
    await wait(waitS * 1_000)
  }
}

/** The value, where it has this shape; else it is told from where it came and what is wrong. */
export function shaped<Shape extends TSchema>(shape: Shape, value: unknown, place: string | URL) {
  if (Value.Check(shape, value)) return value
  const [first] = Value.Errors(shape, value)
  throw new Unreadable(
    `${place} is not what was expected: ${first?.instancePath || 'it'} ${first?.message}.`,
  )
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof SyntaxError) return 'it is no JSON'
  return error.cause instanceof Error ? error.cause.message : error.message
}
