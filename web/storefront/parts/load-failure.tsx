import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { codeOf } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { useRefusalText } from '#web/storefront/account/say-refusal.ts'
import { orderWords } from '#web/storefront/orders/words/order-words.ts'

/** Where a page could not be read: why, and once more. */
export function LoadFailure({
  error,
  retry,
  isPart = false,
}: {
  readonly error: unknown
  readonly retry: () => unknown
  /** The page has a title of its own. */
  readonly isPart?: boolean
}) {
  const say = useWords(orderWords)
  const text = useRefusalText()
  return (
    <EmptyState
      isPage={!isPart}
      title={say('notLoaded')}
      action={<Button onClick={() => void retry()}>{say('again')}</Button>}
    >
      {text({ refused: codeOf(error), status: 0, details: {} })}
    </EmptyState>
  )
}
