import { useState } from 'react'
import { CompactButton } from '#web/console/compact-button.tsx'
import { Paper } from '#web/console/paper.tsx'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleShippingWords } from '#web/console/words/console-shipping.ts'
import { Field, Labelled } from '#web/kit/field.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { parseShipments } from './parse-shipments.ts'
import { ShipmentPreview } from './shipment-preview.tsx'
import { useOrdersToShip } from './use-orders-to-ship.ts'
import { useSendShipments } from './use-send-shipments.ts'

/** Many parcels at once: pasted or from a file, looked at, and then sent with an outcome for each. */
export function BulkShippingPage() {
  const say = useWords(consoleWords)
  const sayShip = useWords(consoleShippingWords)
  const [text, setText] = useState('')
  const [carrier, setCarrier] = useState('')
  const toShip = useOrdersToShip()
  const { outcomes, send, isSending, trouble, forget } = useSendShipments()
  const { lines, faults } = parseShipments(text, carrier, [...toShip.orders.keys()])
  const unsent = lines.filter(({ orderId }) => outcomes.get(orderId) !== 'shipped')
  const ready = unsent.length

  function write(written: string) {
    forget()
    setText(written)
  }

  function putInAll() {
    const all = [...toShip.orders.values()].filter(order => order.shippingAddress !== undefined)
    write(all.map(({ orderId }) => `${orderId}\t\t`).join('\n'))
  }

  return (
    <Paper title={say('shipping')}>
      <div className="grid gap-6 xl:grid-cols-[minmax(0,34rem)_minmax(0,1fr)]">
        <div className="flex flex-col gap-4">
          <p className="text-14 text-quiet">{sayShip('how')}</p>
          <Field
            label={sayShip('usualCarrier')}
            hint={sayShip('usualHint')}
            value={carrier}
            maxLength={100}
            onChange={({ target }) => setCarrier(target.value)}
          />
          <Labelled label={sayShip('lines')} hint={sayShip('linesHint')}>
            {described => (
              <textarea
                {...described}
                rows={12}
                value={text}
                spellCheck={false}
                onChange={({ target }) => write(target.value)}
                className="w-full rounded-12 border border-edge bg-surface p-3 font-mono text-12"
              />
            )}
          </Labelled>
          <Labelled label={sayShip('file')}>
            {described => (
              <input
                {...described}
                type="file"
                accept=".csv,.tsv,.txt,text/csv,text/plain"
                onChange={({ target }) => void target.files?.[0]?.text().then(write)}
                className="text-14 file:mr-3 file:min-h-9 pointer-coarse:file:min-h-11 file:rounded-8 file:border file:border-solid file:border-edge file:bg-surface file:px-3 file:font-medium file:text-ink"
              />
            )}
          </Labelled>
          <div>
            <CompactButton disabled={toShip.orders.size === 0} onClick={putInAll}>
              {sayShip('putInAll', { count: toShip.orders.size })}
            </CompactButton>
          </div>
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <ShipmentPreview
            lines={lines}
            faults={faults}
            orders={toShip.isComplete ? toShip.orders : null}
            outcomes={outcomes}
          />
          {trouble !== null && <Notice look="wrong">{trouble}</Notice>}
          {lines.length > 0 && (
            <div className="flex flex-wrap items-center gap-3">
              <CompactButton
                look="seal"
                disabled={ready === 0}
                isBusy={isSending}
                onClick={() => void send(unsent)}
              >
                {sayShip('send', { count: ready })}
              </CompactButton>
              {outcomes.size > 0 && (
                <p role="status" className="text-14">
                  {sayShip('sent', {
                    sent: [...outcomes.values()].filter(one => one === 'shipped').length,
                    all: outcomes.size,
                  })}
                </p>
              )}
            </div>
          )}
        </div>
      </div>
    </Paper>
  )
}
