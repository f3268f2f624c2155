import { useState } from 'react'
import type { Order } from '#contracts/orders.ts'
import { CompactButton } from '#web/console/compact-button.tsx'
import { Paper } from '#web/console/paper.tsx'
import { TroubleOrWait } from '#web/console/trouble-or-wait.tsx'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleShippingWords } from '#web/console/words/console-shipping.ts'
import { Field, Labelled } from '#web/kit/field.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { linesToSend, standingOf } from './line-standing.ts'
import { parseShipments } from './parse-shipments.ts'
import { ShipmentPreview } from './shipment-preview.tsx'
import { textOfFile } from './text-of-file.ts'
import { useOrdersToShip } from './use-orders-to-ship.ts'
import { useSendShipments } from './use-send-shipments.ts'

const noOrders: ReadonlyMap<string, Order> = new Map()

/** Many parcels at once: pasted or from a file, looked at, and then sent with an outcome for each. */
export function BulkShippingPage() {
  const say = useWords(consoleWords)
  const sayShip = useWords(consoleShippingWords)
  const [text, setText] = useState('')
  const [carrier, setCarrier] = useState('')
  const { data: toShip, error, refetch } = useOrdersToShip()
  const orders = toShip?.orders ?? noOrders
  const { outcomes, send, isSending, trouble, forget } = useSendShipments()
  // What is sent waits no longer, but its line still means it.
  const [sent, setSent] = useState<ReadonlyMap<string, Order>>(new Map())
  const known = new Map([...sent, ...orders])
  const { lines, faults } = parseShipments(text, carrier, [...known.keys()])
  const waiting = toShip?.isComplete ? orders : null
  const ready = linesToSend(lines, { waiting, outcomes })
  const byStanding = Map.groupBy(orders.values(), standingOf)
  const addressed = byStanding.get('ready') ?? []
  const homeless = byStanding.get('noAddress')?.length ?? 0
  const paidBack = byStanding.get('paidBack')?.length ?? 0

  function write(written: string) {
    forget()
    setText(written)
  }

  async function read(file: File | undefined) {
    if (file !== undefined) write(textOfFile(new Uint8Array(await file.arrayBuffer())))
  }

  function sendAll() {
    setSent(known)
    void send(ready)
  }

  function putInAll() {
    write(addressed.map(({ orderId }) => `${orderId}\t\t`).join('\n'))
  }

  return (
    <Paper title={say('shipping')}>
      <div className="flex flex-col gap-6">
        <p className="text-14 text-quiet">{sayShip('how')}</p>
        <div className="grid gap-x-6 gap-y-4 lg:grid-cols-2">
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
          <div className="flex flex-col gap-4">
            <Labelled label={sayShip('file')}>
              {described => (
                <input
                  {...described}
                  type="file"
                  accept=".csv,.tsv,.txt,text/csv,text/plain"
                  onChange={({ target }) => void read(target.files?.[0])}
                  className="text-14 file:mr-3 file:min-h-9 pointer-coarse:file:min-h-11 file:rounded-8 file:border file:border-solid file:border-edge file:bg-surface file:px-3 file:font-medium file:text-ink"
                />
              )}
            </Labelled>
            <div className="flex flex-wrap items-center gap-3">
              {toShip !== undefined && (
                <CompactButton disabled={addressed.length === 0} onClick={putInAll}>
                  {sayShip('putInAll', { count: addressed.length })}
                </CompactButton>
              )}
              {homeless > 0 && (
                <p className="text-14 text-quiet">{sayShip('withoutHome', { count: homeless })}</p>
              )}
              {paidBack > 0 && (
                <p className="text-14 text-wrong">
                  {sayShip('withoutPaidBack', { count: paidBack })}
                </p>
              )}
            </div>
            <Field
              label={sayShip('usualCarrier')}
              hint={sayShip('usualHint')}
              value={carrier}
              maxLength={100}
              onChange={({ target }) => setCarrier(target.value)}
            />
          </div>
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          {/* Of what could not be read no line says that it is not there. */}
          {(toShip === undefined || error !== null) && (
            <TroubleOrWait error={error} again={() => void refetch()} />
          )}
          {toShip !== undefined && (
            <ShipmentPreview
              lines={lines}
              faults={faults}
              known={known}
              waiting={waiting}
              outcomes={outcomes}
            />
          )}
          {trouble !== null && <Notice look="wrong">{trouble}</Notice>}
          {toShip !== undefined && lines.length > 0 && (
            <div className="flex flex-wrap items-center gap-3">
              <CompactButton
                look="seal"
                disabled={ready.length === 0}
                isBusy={isSending}
                onClick={sendAll}
              >
                {sayShip('send', { count: ready.length })}
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
