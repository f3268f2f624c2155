import { isRefusal } from '#contracts/problems.ts'
import { turns } from './seeded.ts'

/** Asks again for as long as it is told to try again, as a shopper does: nothing was done then. */
export async function untilTold<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask()
    if (!isRefusal(answer) || answer.refused !== 'try_again') return answer
    await turns(1)
  }
}
