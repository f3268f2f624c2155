import type { Clock } from '#platform/time/clock.ts'
import type { ProviderAnswer } from './provider-http.ts'

/** While the provider still works at the first request of a key, it is asked again after this. */
const PAUSE_MS = 200

/** Then the answer is left to the reconciler. */
const TIMES = 10

/** Asks until the provider does not say any more that it is busy with the same request. */
export async function untilNotBusy(
  { clock }: { readonly clock: Pick<Clock, 'wait'> },
  ask: () => Promise<ProviderAnswer>,
  isBusy: (answer: ProviderAnswer) => boolean,
): Promise<ProviderAnswer> {
  for (let asked = 1; ; asked++) {
    const answer = await ask()
    if (!isBusy(answer) || asked === TIMES) return answer
    await clock.wait(PAUSE_MS)
  }
}
