import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Product } from '#contracts/catalog.ts'
import type { Drop } from '#contracts/drops.ts'
import { ask } from '#web/kit/ask-shop.ts'
import type { Input, OperationName, Output } from '#web/kit/contract.ts'
import { orderNumber } from '#web/kit/order-number.ts'
import { isRefusal, type Refusal, Refused } from '#web/kit/refusal.ts'
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

/** Something that was found, or why nobody could look. */
type Looked = Told | Refusal

type Finding = {
  readonly found: Found[]
  readonly isLooking: boolean
  /** Why there may be more than was found; null where all of the shop has answered. */
  readonly trouble: Error | null
  readonly again: () => void
}

/** Looks in the whole shop for what is sought; of what was sought before nothing is told. */
export function useFound(sought: Sought): Finding {
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
  const answers = (settled === wanted && looked.data) || []
  const refusal = answers.find(isRefusal)
  return {
    found: answers.filter(isTold).map(({ is, to, title, opensAtMs }) => ({
      to,
      title: opensAtMs === undefined ? title : `${title} · ${dateTime(opensAtMs)}`,
      kind: kinds[is],
    })),
    isLooking: looked.isFetching || settled !== wanted,
    trouble: refusal === undefined ? looked.error : new Refused(refusal),
    again: () => void looked.refetch(),
  }
}

const isTold = (looked: Looked): looked is Told => !isRefusal(looked)

async function look(sought: Sought): Promise<Looked[]> {
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

const orders = (q: string): Promise<Looked[]> =>
  known('orders.listAllOrders', { q, limit: 8 }, ({ items }) =>
    items.map(({ orderId, lines, position }) => ({
      is: 'order',
      to: `/orders/${orderId}`,
      title: `${lines[0]?.title ?? orderId}${position === undefined ? '' : ` · #${position}`} · ${orderNumber(orderId)}`,
    })),
  )

const members = (q: string): Promise<Looked[]> =>
  known('members.listMembers', { q, limit: 3 }, ({ items }) =>
    items.map(({ memberId, name }) => ({ is: 'member', to: `/members/${memberId}`, title: name })),
  )

const drop = (dropId: string): Promise<Looked[]> =>
  known('stock.readDrop', { dropId }, found => [toldDrop(found)])

const toldDrop = (found: Drop): Told => ({
  is: 'drop',
  to: `/drops/${found.dropId}`,
  title: nameWithOptions(found),
  opensAtMs: found.opensAtMs,
})

/** Those that run or will open first, then what has ended. */
async function dropsOf(productId: string): Promise<Looked[]> {
  const lists = (['open', 'upcoming', 'ended'] as const).map(state =>
    known('stock.listDrops', { productId, state, limit: 8 }, ({ items }) => items.map(toldDrop)),
  )
  return (await Promise.all(lists)).flat()
}

const product = (productId: string): Promise<Looked[]> =>
  known('catalog.readProduct', { productId }, withDrops)

type Named = Pick<Product, 'productId' | 'title' | 'kind'>

async function withDrops({ productId, title, kind }: Named): Promise<Looked[]> {
  const drops = kind === 'drop' ? await dropsOf(productId) : []
  return [{ is: 'product', to: `/products/${productId}`, title }, ...drops]
}

const productsNamed = (q: string): Promise<Looked[]> =>
  known('catalog.listProducts', { q: q.slice(0, 100), limit: 8 }, async ({ items }) =>
    (await Promise.all(items.map(withDrops))).flat(),
  )

/** Nothing where there is no such thing. Any other refusal is told beside what the others found. */
async function known<Name extends OperationName>(
  name: Name,
  input: Input<Name>,
  tell: (answer: Output<Name>) => Looked[] | Promise<Looked[]>,
): Promise<Looked[]> {
  const answer = await ask(name, input)
  if (!isRefusal(answer)) return tell(answer as Output<Name>)
  return answer.refused === 'not_found' ? [] : [answer]
}
