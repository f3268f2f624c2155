import { useEffect, useRef, useState } from 'react'
import { language } from '#web/kit/language.ts'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { type StripeFields as Opened, openStripeFields } from './open-stripe-fields.ts'
import { WindowBroken } from './window-broken.tsx'
import { checkoutWords } from './words/checkout-words.ts'

/** Stripe's own fields for a payment that was entered. `give` has them for as long as they are here. */
export function StripeFields({
  client,
  scriptUrl,
  give,
}: {
  readonly client: Readonly<Record<string, string>>
  readonly scriptUrl: string
  readonly give: (opened: Opened | null) => void
}) {
  const say = useWords(checkoutWords)
  const place = useRef<HTMLDivElement>(null)
  const [is, setIs] = useState<'coming' | 'broken' | Opened['ask']>('coming')
  // What was typed is kept for as long as the payment is the same, whatever else is drawn anew.
  const latest = useRef({ client, give })
  latest.current = { client, give }
  const { clientSecret } = client

  useEffect(() => {
    let isGone = false
    let fields: Opened | null = null
    async function open(into: HTMLElement): Promise<void> {
      const settings = { scriptUrl, client: latest.current.client, locale: language.read() }
      const opened = await openStripeFields(into, settings)
      if (isGone) return opened.remove()
      fields = opened
      latest.current.give(opened)
      setIs(opened.ask)
    }
    setIs('coming')
    if (place.current !== null && clientSecret !== undefined) {
      open(place.current).catch(() => isGone || setIs('broken'))
    }
    return () => {
      isGone = true
      latest.current.give(null)
      fields?.remove()
    }
  }, [clientSecret, scriptUrl])

  return (
    <div className="flex flex-col gap-3">
      {is === 'coming' && <Skeleton className="h-40" />}
      <div ref={place} className="border-edge bg-surface text-ink empty:hidden" />
      {is === 'fields' && (
        <p className="text-14 text-quiet">{say('providersFields', { provider: 'Stripe' })}</p>
      )}
      {is === 'nothing' && <p>{say('alreadyHeld')}</p>}
      {is === 'broken' && <WindowBroken provider="stripe" />}
    </div>
  )
}
