import type { Refused } from '#web/kit/refusal.ts'
import { RefusalNotice } from '#web/storefront/account/refusal-notice.tsx'

/** Why a quiet press did nothing: beneath the row of its button, so that no other one moves. */
export const PressRefusal = ({ of }: { readonly of: Refused | null }) =>
  of !== null && (
    <div className="order-last w-full px-4">
      <RefusalNotice refusal={of.refusal} />
    </div>
  )
