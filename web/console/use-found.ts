import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ask } from '#web/kit/ask-shop.ts'
import type { Input, OperationName, Output } from '#web/kit/contract.ts'
import { orderNumber } from '#web/kit/order-number.ts'
import { isRefusal } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import type { Sought } from './finder-query.ts'
import { consoleWords } from './words/console.ts'

export type Found = { readonly to: string; readonly title: string; readonly kind: string }

/** Nobody is asked while keys are still being pressed. */
const QUIET_MS = 200

type Told = { readonly is: 'order' | 'drop' | 'product' | 'member' } & Pick<Found, 'to' | 'title'>

/** Looks in the whole shop for what is sought. */
export function useFound(sought: Sought): { readonly found: Found[]; readonly isLooking: boolean } {
  const say = useWords(consoleWords)
  const wanted = JSON.stringify(sought)
  const [settled, setSettled] = useState(wanted)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(wanted), QUIET_MS)
    return () => clearTimeout(timer)
  }, [wanted])
  const looked = useQuery({
    queryKey: ['finder', settled],
    queryFn: () => look(JSON.parse(settled)),
    // What was sought may name somebody: it is not kept.
    gcTime: 0,
  })
  const kinds = {
    order: say('anOrder'),
    drop: say('aDrop'),
    product: say('aProduct'),
    member: say('aMember'),
  }
  return {
    found: (looked.data ?? []).map(({ is, to, title }) => ({ to, title, kind: kinds[is] })),
    isLooking: looked.isPending || settled !== wanted,
  }
}

async function look(sought: Sought): Promise<Told[]> {
  switch (sought.is) {
    case 'nothing':
      return []
    case 'id':
      return (
        await Promise.all([
          orders(sought.id),
          drop(sought.id),
          product(sought.id),
          members(sought.id),
        ])
      ).flat()
    case 'mail':
      return (await Promise.all([members(sought.email), orders(sought.email)])).flat()
    case 'receipt':
      return (
        await Promise.all([orders(`${sought.dropId}#${sought.position}`), drop(sought.dropId)])
      ).flat()
    case 'number':
      return (await Promise.all([orders(sought.text), productsNamed(sought.text)])).flat()
    case 'words':
      return productsNamed(sought.text)
  }
}

async function orders(q: string): Promise<Told[]> {
  const answer = await known('orders.listAllOrders', { q, limit: 8 })
  return (answer?.items ?? []).map(({ orderId, lines, position }) => ({
    is: 'order',
    to: `/orders/${orderId}`,
    title: `${lines[0]?.title ?? orderId}${position === undefined ? '' : ` · #${position}`} · ${orderNumber(orderId)}`,
  }))
}

async function members(q: string): Promise<Told[]> {
  const answer = await known('members.listMembers', { q, limit: 3 })
  return (answer?.items ?? []).map(({ memberId, name }) => ({
    is: 'member',
    to: `/members/${memberId}`,
    title: name,
  }))
}

async function drop(dropId: string): Promise<Told[]> {
  const answer = await known('stock.readDrop', { dropId })
  return answer === null ? [] : [{ is: 'drop', to: `/drops/${dropId}`, title: answer.title }]
}

async function product(productId: string): Promise<Told[]> {
  const answer = await known('catalog.readProduct', { productId })
  return answer === null
    ? []
    : [{ is: 'product', to: `/products/${productId}`, title: answer.title }]
}

async function productsNamed(q: string): Promise<Told[]> {
  const answer = await known('catalog.listProducts', { q: q.slice(0, 100), limit: 8 })
  return (answer?.items ?? []).flatMap(({ productId, title, drop: itsDrop }): Told[] => [
    { is: 'product', to: `/products/${productId}`, title },
    ...(itsDrop === undefined
      ? []
      : [{ is: 'drop' as const, to: `/drops/${itsDrop.dropId}`, title }]),
  ])
}

/** Null where there is no such thing: that is what was asked. */
async function known<Name extends OperationName>(
  name: Name,
  input: Input<Name>,
): Promise<Output<Name> | null> {
  const answer = await ask(name, input)
  return isRefusal(answer) ? null : (answer as Output<Name>)
}
