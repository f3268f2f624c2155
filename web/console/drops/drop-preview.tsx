import type { Product } from '#contracts/catalog.ts'
import { optionsText } from '#web/console/options-text.ts'
import { consoleDropWords } from '#web/console/words/console-drops.ts'
import { Countdown } from '#web/kit/countdown.tsx'
import { Instant } from '#web/kit/instant.tsx'
import { Picture } from '#web/kit/picture.tsx'
import { typedPrice, whole } from '#web/kit/typed-number.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import type { DropFields } from './drop-form.ts'
import { instantOfField } from './local-instant.ts'

/** What shoppers will see before the opening, as it is being written. */
export function DropPreview({
  fields,
  product,
}: {
  readonly fields: DropFields
  readonly product: Product | undefined
}) {
  const say = useWords(consoleDropWords)
  const { money, span } = useFormat()
  const opensAtMs = instantOfField(fields.opens)
  const title = fields.title.trim() || product?.title || say('previewTitle')
  const { options = {} } = product?.skus.find(({ skuId }) => skuId === fields.skuId) ?? {}
  const currency = product?.price.currency ?? 'KRW'
  const holdMs = Number(fields.holdMinutes) * 60_000
  const price = typedPrice(fields.price, currency)
  return (
    <section
      aria-label={say('preview')}
      className="mx-auto w-full max-w-96 rounded-12 border border-line bg-paper p-4 shadow-card"
    >
      <p className="mb-3 text-12 text-quiet">{say('preview')}</p>
      <Picture image={product?.images[0]} sizes="24rem" />
      <h2 className="mt-4 text-20">{title}</h2>
      <p className="text-16">{optionsText(options)}</p>
      <p className="text-16">{price === null ? '–' : money({ amountMinor: price, currency })}</p>
      {opensAtMs !== null && (
        <div className="mt-4">
          <p className="text-14 text-quiet">{say('opensIn')}</p>
          <Countdown untilMs={opensAtMs} className="text-40 font-bold" />
          <p className="text-14 text-quiet">
            <Instant atMs={opensAtMs} />
          </p>
        </div>
      )}
      <p className="mt-3 text-14">
        {say('unitsAndLimit', {
          units: whole(fields.units) ?? 0,
          limit: whole(fields.limit) ?? 0,
        })}
      </p>
      {holdMs > 0 && <p className="text-14 text-quiet">{say('heldFor', { span: span(holdMs) })}</p>}
      <p className="mt-4 rounded-12 border border-line bg-sunken px-4 py-3 text-center text-quiet">
        {say('previewButton')}
      </p>
    </section>
  )
}
