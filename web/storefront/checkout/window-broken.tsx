import type { Provider } from '#contracts/providers.ts'
import { Button } from '#web/kit/button.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { providerNames } from './provider-names.ts'
import { checkoutWords } from './words/checkout-words.ts'

/** What the provider's window needs did not come: a page that is opened anew may have more luck. */
export function WindowBroken({ provider }: { readonly provider: Provider }) {
  const say = useWords(checkoutWords)
  return (
    <Notice look="wrong">
      <p>{say('brokenWindow', { provider: providerNames[provider] })}</p>
      <Button look="quiet" onClick={() => location.reload()}>
        {say('openAnew')}
      </Button>
    </Notice>
  )
}
