import { setTimeout as sleep } from 'node:timers/promises'
import { CannotGoOn, exitCodes } from '#run/cannot-go-on.ts'

type Call = <Body>(request: string, body?: unknown, token?: string) => Promise<Body>

const ATTEMPTS = 20

/** Asks again where the shop is busy. Throws `NotAnswered`. */
export function callerAt(url: string): Call {
  return async <Body>(request: string, body?: unknown, token?: string) => {
    const [method = 'GET', path = '/'] = request.split(' ')
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }).catch((error: unknown) => {
        const sentence = `The shop at ${url} answers no more: has it ended?`
        throw new NotAnswered(sentence, null, error)
      })
      const text = await response.text()
      if (response.ok) return (text === '' ? null : JSON.parse(text)) as Body
      const { status } = response
      if (attempt === ATTEMPTS || (status !== 503 && status !== 429)) {
        throw new NotAnswered(
          `The shop at ${url} refuses what a rehearsal needs, ${request}: ${titleIn(text) ?? status}`,
          status,
        )
      }
      await sleep(500)
    }
  }
}

/** A question of the organiser, who needs its answer, came to nothing; `status` null: nobody answered. */
export class NotAnswered extends CannotGoOn {
  readonly status: number | null

  constructor(sentence: string, status: number | null, cause?: unknown) {
    super(exitCodes.unavailable, sentence, { cause })
    this.status = status
  }
}

/** Of a problem document (RFC 9457), as the shop answers where it refuses. */
function titleIn(text: string): string | null {
  try {
    const { title } = JSON.parse(text) as { readonly title?: unknown }
    return typeof title === 'string' ? title : null
  } catch {
    // Something between us and the shop has answered.
    return null
  }
}
