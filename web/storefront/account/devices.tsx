import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { Dialog } from '#web/kit/dialog.tsx'
import { SeoulTime } from '#web/kit/seoul-time.tsx'
import { end } from '#web/kit/session.ts'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useAction } from '#web/kit/use-action.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { PartFailure } from './part-failure.tsx'
import { RefusalNotice } from './refusal-notice.tsx'
import { accountWords } from './words/account-words.ts'

/** Where the member is logged in; each can be ended, or all at once. */
export function Devices() {
  const say = useWords(accountWords)
  const { dateTime } = useFormat()
  const queries = useQueryClient()
  const asked = reading('members.listSessions', { limit: 100 })
  const { data, error, refetch } = useQuery(asked)
  const endOne = useAction('members.endSession', {
    done: () => void queries.invalidateQueries(asked),
  })
  if (error !== null && data === undefined) return <PartFailure error={error} retry={refetch} />
  return (
    <section aria-labelledby="devices" className="flex flex-col gap-4">
      <h2 id="devices" className="text-20">
        {say('devicesTitle')}
      </h2>
      {data === undefined && <Skeleton className="h-24 w-full" />}
      <ul className="flex flex-col divide-y divide-line rounded-12 border border-line bg-surface px-4">
        {data?.items.map(({ sessionId, device, lastUsedAtMs, current }) => (
          <li key={sessionId} className="flex min-h-16 items-center justify-between gap-4 py-2">
            <p>
              <span className="font-medium">{device}</span>
              <span className="block text-14 text-quiet">
                {say('lastUsed', { time: dateTime(lastUsedAtMs) })}
                <SeoulTime atMs={lastUsedAtMs} />
              </span>
            </p>
            {current ? (
              <span className="rounded-8 bg-yours-ground px-2 py-1 text-14 whitespace-nowrap text-yours">
                {say('thisDevice')}
              </span>
            ) : (
              <Button
                look="quiet"
                aria-label={say('endDeviceNamed', { device })}
                isBusy={endOne.isPending && endOne.variables.sessionId === sessionId}
                onClick={() => endOne.mutate({ sessionId })}
              >
                {say('endDevice')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <RefusalNotice refusal={endOne.error?.refusal ?? null} />
      <EndAll />
    </section>
  )
}

function EndAll() {
  const say = useWords(accountWords)
  const [isAsked, setIsAsked] = useState(false)
  const endAll = useAction('members.logOutEverywhere', { done: end })
  return (
    <div>
      <Button onClick={() => setIsAsked(true)}>{say('endAll')}</Button>
      <Dialog title={say('endAllTitle')} isOpen={isAsked} close={() => setIsAsked(false)}>
        <p>{say('endAllText')}</p>
        <RefusalNotice refusal={endAll.error?.refusal ?? null} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => setIsAsked(false)}>{say('cancel')}</Button>
          <Button look="wrong" isBusy={endAll.isPending} onClick={() => endAll.mutate({})}>
            {say('endAll')}
          </Button>
        </div>
      </Dialog>
    </div>
  )
}
