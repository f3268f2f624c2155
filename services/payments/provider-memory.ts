import type { Database } from '#platform/database/database.ts'
import type { Clock } from '#platform/time/clock.ts'

type PaymentsDatabase = Database<typeof import('./payments-store.ts')>

/** What an adapter keeps of its questions, with the payments. */
type ProviderMemory = Pick<PaymentsDatabase['read'], 'recallAsked'> &
  Pick<PaymentsDatabase['write'], 'beginAsking' | 'keepDecline' | 'keepReference' | 'barPayment'>

export type AdapterDeps = {
  readonly memory: ProviderMemory
  readonly clock: Clock
}

export function providerMemory({ read, write }: PaymentsDatabase): ProviderMemory {
  return {
    recallAsked: asked => read.recallAsked(asked),
    beginAsking: asked => write.beginAsking(asked),
    keepDecline: declined => write.keepDecline(declined),
    keepReference: opened => write.keepReference(opened),
    barPayment: payment => write.barPayment(payment),
  }
}
