import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Product } from '#contracts/catalog.ts'
import type { Drop } from '#contracts/drops.ts'
import { ask } from '#web/kit/ask-shop.ts'
import type { Input, OperationName, Output } from '#web/kit/contract.ts'
import { orderNumber } from '#web/kit/order-number.ts'
import { isRefusal } from '#web/kit/refusal.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import type { Sought } from './finder-query.ts'
import { nameWithOptions } from './options-text.ts'
import { consoleWords } from './words/console.ts'

export type Found = { readonly to: string; readonly title: string; readonly kind: string }

/** Nobody is asked while keys are still being pressed. */
const QUIET_MS = 200

type Told = Pick<Found, 'to' | 'title'> & {
  readonly is: 'order' | 'drop' | 'product' | 'member'
  /** Of a drop: one SKU may have many, one after the other. */
  readonly opensAtMs?: number
}

/** Looks in the whole shop for what is sought. */
export function useFound(sought: Sought): { readonly found: Found[]; readonly isLooking: boolean } {
  const say = useWords(consoleWords)
  const { dateTime } = useFormat()
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
    found: (looked.data ?? []).map(({ is, to, title, opensAtMs }) => ({
      to,
      title: opensAtMs === undefined ? title : `${title} · ${dateTime(opensAtMs)}`,
      kind: kinds[is],
    })),
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
  return answer === null ? [] : [toldDrop(answer)]
}

const toldDrop = (found: Drop): Told => ({
  is: 'drop',
  to: `/drops/${found.dropId}`,
  title: nameWithOptions(found),
  opensAtMs: found.opensAtMs,
})

/** Those that run or will open first, then what has ended. */
async function dropsOf(productId: string): Promise<Told[]> {
  const lists = await Promise.all(
    (['open', 'upcoming', 'ended'] as const).map(state =>
      known('stock.listDrops', { productId, state, limit: 8 }),
    ),
  )
  return lists.flatMap(list => (list?.items ?? []).map(toldDrop))
}

async function product(productId: string): Promise<Told[]> {
  const answer = await known('catalog.readProduct', { productId })
  return answer === null ? [] : withDrops(answer)
}

type Named = Pick<Product, 'productId' | 'title' | 'kind'>

async function withDrops({ productId, title, kind }: Named): Promise<Told[]> {
  const drops = kind === 'drop' ? await dropsOf(productId) : []
  return [{ is: 'product', to: `/products/${productId}`, title }, ...drops]
}

async function productsNamed(q: string): Promise<Told[]> {
  const answer = await known('catalog.listProducts', { q: q.slice(0, 100), limit: 8 })
  return (await Promise.all((answer?.items ?? []).map(withDrops))).flat()
}

/** Null where there is no such thing: that is what was asked. */
async function known<Name extends OperationName>(
  name: Name,
  input: Input<Name>,
): Promise<Output<Name> | null> {
  const answer = await ask(name, input)
  return isRefusal(answer) ? null : (answer as Output<Name>)
}
