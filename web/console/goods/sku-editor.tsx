import { CompactButton } from '#web/console/compact-button.tsx'
import { consoleGoodsWords } from '#web/console/words/console-goods.ts'
import { Field } from '#web/kit/field.tsx'
import { useWords } from '#web/kit/use-words.ts'
import type { SkuFault, SkuRow } from './sku-rows.ts'

/** The SKUs of a new product, a row each. */
export function SkuEditor({
  rows,
  faults,
  change,
}: {
  readonly rows: readonly SkuRow[]
  readonly faults: Readonly<Record<number, SkuFault>>
  readonly change: (rows: readonly SkuRow[]) => void
}) {
  const say = useWords(consoleGoodsWords)
  const put = (at: number, changed: Partial<SkuRow>) =>
    change(rows.map((row, index) => (index === at ? { ...row, ...changed } : row)))
  const faultAt = (at: number, among: readonly SkuFault[]) => {
    const fault = faults[at]
    return fault !== undefined && among.includes(fault) ? say(fault) : undefined
  }
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-14 font-medium">{say('skus')}</legend>
      {rows
        .map((row, at) => ({ ...row, at }))
        .map(({ at, options, units }) => (
          <div key={at} className="grid grid-cols-[minmax(0,1fr)_7rem_auto] items-start gap-3">
            <Field
              label={say('optionsOf', { row: at + 1 })}
              hint={at === 0 ? say('optionsHint') : undefined}
              value={options}
              fault={faultAt(at, ['badOptions', 'sameOptions', 'otherOptions', 'optionsRefused'])}
              onChange={({ target }) => put(at, { options: target.value })}
            />
            <Field
              label={say('unitsOf', { row: at + 1 })}
              inputMode="numeric"
              value={units}
              fault={faultAt(at, ['badUnits'])}
              onChange={({ target }) => put(at, { units: target.value })}
            />
            <div className="mt-7">
              <CompactButton
                look="bare"
                aria-label={say('removeRow', { row: at + 1 })}
                disabled={rows.length === 1}
                onClick={() => change(rows.filter((_, index) => index !== at))}
              >
                {say('remove')}
              </CompactButton>
            </div>
          </div>
        ))}
      <div>
        <CompactButton onClick={() => change([...rows, { options: '', units: '0' }])}>
          {say('addRow')}
        </CompactButton>
      </div>
    </fieldset>
  )
}
