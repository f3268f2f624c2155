import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Static } from 'typebox'
import type { Reserved } from '#contracts/stock.ts'
import type { BuyerOutcome, Held } from './asked.ts'
import { type Course, isLater, PERSON_EVERY_MS, TRIES, until, type Walker } from './course.ts'
import { payFor } from './pay-for.ts'
import type { Answer, Question } from './shop-client.ts'
import { waitInLine } from './wait-in-line.ts'

const BOT_EVERY_MS = 40

/** One buyer, from the first look at the page to the end. */
export async function walkIn(course: Course, walker: Walker): Promise<BuyerOutcome> {
  const { client, dropId } = course
  const { at, plan } = walker
  await until(course, plan.looksAtMs)
  await client.ask(`GET /api/drops/${dropId}`, { step: 'look' })
  await until(course, plan.pressesAtMs)
  const pressedAtMs = course.sinceOpeningMs()
  const answer = await press(course, walker)
  const outcome = { at, isBot: plan.isBot, held: null }
  if (answer === null) return { ...outcome, ending: 'not answered' }
  if (answer.status === 201) {
    const { reservationId, orderId, position } = answer.body as Static<typeof Reserved>
    const knownAtMs = course.sinceOpeningMs()
    const held: Held = {
      ...{ reservationId, orderId, position, isOffer: false, pressedAtMs, knownAtMs },
    }
    return { ...outcome, held, ending: await payFor(course, walker, held) }
  }
  if (answer.code !== 'sold_out') return { ...outcome, ending: 'too late' }
  if (plan.isBot || !plan.joinsLine) return { ...outcome, ending: 'sold out' }
  const offered = await waitInLine(course, walker)
  if (offered === null) return { ...outcome, ending: 'waited in vain' }
  return { ...outcome, held: offered, ending: await payFor(course, walker, offered) }
}

/** Presses until there is an answer, always with the same key; a bot has one for each try. */
async function press(course: Course, walker: Walker): Promise<Answer | null> {
  const { client, dropId } = course
  const { plan, token } = walker
  let key = randomUUID()
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const ask = (more: Partial<Question> = {}) =>
      client.ask(`POST /api/drops/${dropId}/reservations`, {
        ...{ step: 'reserve', token, key, body: { quantity: 1 } },
        ...more,
      })
    const isFirst = attempt === 0
    const netGoesAfterMs = isFirst ? plan.netGoesAfterMs : null
    const [answer = null, twin = null] = await Promise.all([
      ask({ netGoesAfterMs }),
      ...(isFirst && plan.clicksTwice ? [ask()] : []),
    ])
    if (answer?.status === 201 && twin?.status === 201 && answer.text !== twin.text) {
      course.differs(key)
    }
    const heard = [answer, twin].find(each => each?.status === 201) ?? answer ?? twin
    if (heard !== null && !isLater(heard)) return heard
    const everyMs = plan.isBot ? BOT_EVERY_MS : PERSON_EVERY_MS
    await sleep(Math.min(heard?.retryAfterMs || everyMs, 2_000) * (0.7 + Math.random() * 0.6))
    if (plan.isBot && heard?.code === 'drop_not_open') key = randomUUID()
  }
  return null
}
