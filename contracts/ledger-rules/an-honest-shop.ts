import {
  aLedger,
  at,
  joined,
  line,
  offered,
  PLAN,
  reserved,
  returned,
  type Told,
} from './a-told-ledger.ts'

/** A shop in a few lines, which refuses what is not allowed and writes down what it did. */
export function anHonestShop() {
  const told: Told[] = [{ ...PLAN, units: 5, limitPerMember: 3 }]
  const holds: {
    position: number
    member: string
    quantity: number
    sold: boolean
    back: number
  }[] = []
  let waiting: { ticket: number; member: string; quantity: number }[] = []
  let units = 5
  let positions = 0
  let tickets = 0
  const ended = new Set<number>()
  const returnedBy = new Map<string, number>()

  const live = () => holds.filter(hold => !ended.has(hold.position))
  const sum = (list: { quantity: number; back: number }[]) =>
    list.reduce((total, { quantity, back }) => total + quantity - back, 0)
  const free = () => units - sum(live())
  const owned = (member: string) =>
    sum(live().filter(hold => hold.member === member)) + (returnedBy.get(member) ?? 0)

  function give(member: string, quantity: number): number {
    positions += 1
    holds.push({ position: positions, member, quantity, sold: false, back: 0 })
    return positions
  }

  function serveLine(): void {
    for (const next of [...waiting]) {
      const { ticket, member } = next
      const quantity = Math.min(next.quantity, free())
      if (quantity === 0) return
      waiting = waiting.filter(one => one !== next)
      if (owned(member) + quantity > 3) told.push(line('passed', ticket))
      else told.push(offered(ticket, give(member, quantity), member, quantity))
    }
  }

  function act(kind: number, member: string, quantity: number): void {
    const hold = live().find(one => one.member === member)
    if (kind < 3 && waiting.length === 0 && quantity <= free() && owned(member) + quantity <= 3) {
      told.push(reserved(give(member, quantity), member, quantity))
    } else if (kind < 3) {
      tickets += 2
      waiting.push({ ticket: tickets, member, quantity })
      told.push(joined(tickets, member, quantity))
    } else if (kind < 5 && hold !== undefined && !hold.sold) {
      hold.sold = true
      told.push(at('committed', hold.position))
    } else if (kind < 7 && hold !== undefined && hold.back === 0) {
      ended.add(hold.position)
      told.push(at(hold.sold || kind === 5 ? 'released' : 'expired', hold.position))
    } else if (kind === 7 && hold?.sold && hold.back < hold.quantity) {
      hold.back += 1
      returnedBy.set(member, (returnedBy.get(member) ?? 0) + 1)
      told.push(returned(hold.position))
    } else if (kind === 8) {
      const delta = free() > 0 && quantity > 1 ? -1 : 1
      units += delta
      told.push({ kind: 'units_changed', delta, units })
    } else if (kind === 9) {
      const leaving = waiting.find(one => one.member === member)
      waiting = waiting.filter(one => one !== leaving)
      if (leaving !== undefined) told.push(line('left', leaving.ticket))
    }
    serveLine()
  }

  return {
    act,
    entries: () => aLedger(...told),
    counters: () => ({
      units,
      reserved: sum(live().filter(hold => !hold.sold)),
      sold: sum(live().filter(hold => hold.sold)),
      remaining: free(),
      waiting: waiting.length,
      positions,
    }),
  }
}
