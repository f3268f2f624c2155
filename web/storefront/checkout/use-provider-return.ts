import { useEffect, useEffectEvent, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Provider } from '#contracts/providers.ts'
import { type ProviderReturn, readReturn, withoutReturn } from './provider-return.ts'

type Authorized = Extract<ProviderReturn, { readonly is: 'authorized' }>

type Returning = {
  /** Not known yet: nothing is read. */
  readonly provider: Provider | undefined
  /** Asks for the money. Gives whether the attempt has its outcome. */
  readonly finish: (returned: Authorized) => Promise<boolean>
}

/**
 * Goes on with what the provider's window sent back. The address keeps it until there is an outcome, so
 * that a reload goes on as well; `retry` asks again where no answer came, and is null where nothing came.
 */
export function useProviderReturn({ provider, finish }: Returning) {
  const [search, setSearch] = useSearchParams()
  const [leftCode, setLeftCode] = useState<string | null>(null)
  const returned = provider === undefined ? null : readReturn(search, provider)
  const stands = returned === null ? '' : search.toString()

  async function goOn(): Promise<void> {
    if (returned === null) return
    if (returned.is === 'left') setLeftCode(returned.code)
    const isOver = returned.is === 'left' || (await finish(returned))
    if (isOver) setSearch(withoutReturn, { replace: true })
  }

  const begin = useEffectEvent(goOn)
  useEffect(() => {
    if (stands !== '') void begin()
  }, [stands])

  return { leftCode, retry: returned?.is === 'authorized' ? goOn : null }
}

/** An order that is not to be paid any more has no use for what came back. */
export function useReturnForgotten(isOver: boolean): void {
  const [search, setSearch] = useSearchParams()
  const hasReturn = withoutReturn(search).size < search.size
  useEffect(() => {
    if (isOver && hasReturn) setSearch(withoutReturn, { replace: true })
  }, [isOver, hasReturn, setSearch])
}
