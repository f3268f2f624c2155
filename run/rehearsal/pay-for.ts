import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ending, Held } from './asked.ts'
import { askUntilAnswered, type Course, type Walker } from './course.ts'

/** Enters payment and pays, or does not: as this buyer was planned. */
export async function payFor(course: Course, walker: Walker, held: Held): Promise<Ending> {
  const { plan, token } = walker
  await sleep(plan.enterAfterMs)
  const first = await enter(course, token, held)
  if (first === null) return 'too late'
  await sleep(plan.payAfterMs)
  if (plan.leaves === 'tells') {
    const path = `DELETE /api/reservations/${held.reservationId}` as const
    await askUntilAnswered(course, path, { step: 'give back', token })
  }
  if (plan.leaves !== 'no') return 'left'
  const word = await pay(course, token, {
    paymentId: first,
    providerKey: plan.isDeclined ? 'sim_decline' : 'sim_capture',
  })
  if (word !== 'declined') return word
  if (!plan.hasSecondCard) return 'declined'
  const second = await enter(course, token, held)
  if (second === null) return 'too late'
  return pay(course, token, { paymentId: second, providerKey: 'sim_capture' })
}

async function enter(course: Course, token: string, { orderId }: Held): Promise<string | null> {
  const answer = await askUntilAnswered(course, 'POST /api/payments', {
    ...{ step: 'enter', token, key: randomUUID(), body: { orderId, method: 'card' } },
  })
  return answer?.status === 201 ? (answer.body as { paymentId: string }).paymentId : null
}

type Payment = { readonly paymentId: string; readonly providerKey: string }

async function pay(
  course: Course,
  token: string,
  { paymentId, providerKey }: Payment,
): Promise<'bought' | 'declined' | 'too late' | 'not answered'> {
  const key = randomUUID()
  for (let attempt = 0; attempt < 40; attempt++) {
    const answer = await askUntilAnswered(course, `POST /api/payments/${paymentId}/confirmation`, {
      step: 'pay',
      token,
      key,
      body: { providerKey },
    })
    if (answer === null) return 'not answered'
    const { state } = (answer.body ?? {}) as { state?: string }
    if (state === 'captured') return 'bought'
    if (state === 'declined') return 'declined'
    if (answer.status >= 400) return 'too late'
    await sleep(250)
  }
  return 'not answered'
}
