import type { Service } from './shop-rows-store.ts'

const LIVE = `('held', 'pinned')`

/** Units of what was sold that came back as a return: they are not sold any more. */
const returnedOf = (which: string) =>
  `coalesce((select sum(u.quantity) from unit_return u
     join reservation r on r.reservation_id = u.reservation_id
     where r.state = 'committed' and ${which}), 0)`

type Rules = Readonly<Record<string, readonly [Service, string]>>

const unitsAddUp: Rules = {
  'units − reserved − sold is never below zero, and reserved and sold are what the rows say': [
    'stock',
    `select d.drop_id, d.units, d.reserved, d.sold from drop_sale d where
       d.units - d.reserved - d.sold < 0
       or d.reserved <> coalesce((select sum(quantity) from reservation r
            where r.drop_id = d.drop_id and r.state in ${LIVE}), 0)
       or d.sold <> coalesce((select sum(quantity) from reservation r
            where r.drop_id = d.drop_id and r.state = 'committed'), 0)
          - ${returnedOf('r.drop_id = d.drop_id')}`,
  ],
  'a SKU’s reserved and sold are what the regular orders’ rows say': [
    'stock',
    `select s.sku_id, s.units, s.reserved, s.sold from sku s where
       s.units - s.reserved - s.sold < 0
       or s.reserved <> coalesce((select sum(l.quantity) from reservation_line l
            join reservation r on r.reservation_id = l.reservation_id
            where l.sku_id = s.sku_id and r.state in ${LIVE}), 0)
       or s.sold <> coalesce((select sum(l.quantity) from reservation_line l
            join reservation r on r.reservation_id = l.reservation_id
            where l.sku_id = s.sku_id and r.state = 'committed'), 0)
          - ${returnedOf("u.sku_id = s.sku_id and r.drop_id = ''")}`,
  ],
  'no more comes back of a reservation than was sold with it': [
    'stock',
    `select u.reservation_id, sum(u.quantity) as returned from unit_return u
     group by u.reservation_id
     having sum(u.quantity) > coalesce((select max(r.quantity) from reservation r
       where r.reservation_id = u.reservation_id and r.committed_at_ms is not null), 0)`,
  ],
  'what is held is awaited at its end': [
    'stock',
    `select reservation_id, expires_at_ms from reservation as r
     where state = 'held' and not exists (
       select 1 from drop_roll as roll where roll.drop_id = r.drop_id
         and roll.due_at_ms = r.expires_at_ms and roll.first_position <= r.position)
     and not exists (
       select 1 from regular_hold as hold where hold.reservation_id = r.reservation_id
         and hold.due_at_ms = r.expires_at_ms)`,
  ],
}

const firstIsFirst: Rules = {
  'positions are 1 … n without a gap': [
    'stock',
    `select drop_id, count(*), max(position), count(distinct position) from reservation
     where drop_id <> '' group by drop_id
     having count(*) <> max(position) or count(distinct position) <> count(*)`,
  ],
  'nobody holds or has paid more than the limit': [
    'stock',
    `select r.drop_id, r.member_id, sum(r.quantity) as taken from reservation r
     join drop_sale d on d.drop_id = r.drop_id
     where r.state in ('held', 'pinned', 'committed')
     group by r.drop_id, r.member_id having sum(r.quantity) > max(d.limit_per_member)`,
  ],
  'the ledger has every entry up to its size': [
    'stock',
    `select d.drop_id, d.ledger_size from drop_sale d where d.ledger_size <>
       coalesce((select sum(length(entries) - length(replace(entries, char(10), '')) + 1)
         from ledger_segment e where e.drop_id = d.drop_id), 0)`,
  ],
  'a drop counts those who wait in its line': [
    'stock',
    `select d.drop_id, d.waiting from drop_sale d where d.waiting <>
       (select count(*) from waitlist_entry w where w.drop_id = d.drop_id and w.state = 'waiting')`,
  ],
  'the parts of a line count those who wait in them': [
    'stock',
    `select b.drop_id, b.first_ticket, b.waiting from waitlist_block b where b.waiting <>
       (select count(*) from waitlist_entry w where w.drop_id = b.drop_id and w.state = 'waiting'
         and w.ticket >= b.first_ticket and w.ticket < b.first_ticket + 256)`,
  ],
  'tickets of the line are 1 … n without a gap': [
    'stock',
    `select drop_id, count(*), max(ticket) from waitlist_entry group by drop_id
     having count(*) <> max(ticket) or min(ticket) <> 1`,
  ],
  'nobody waits twice in one line': [
    'stock',
    `select drop_id, member_id from waitlist_entry where state = 'waiting'
     group by drop_id, member_id having count(*) > 1`,
  ],
  'nothing is free while somebody waits': [
    'stock',
    `select drop_id, units, reserved, sold, waiting from drop_sale
     where waiting > 0 and paused = 0 and units - reserved - sold > 0`,
  ],
  'an offer is a reservation of who waited, for no more than was wanted': [
    'stock',
    `select w.drop_id, w.ticket from waitlist_entry w where w.state = 'offered' and not exists (
       select 1 from reservation r where r.member_id = w.member_id and r.drop_id = w.drop_id
         and r.reservation_id = w.reservation_id and r.quantity <= w.quantity)`,
  ],
}

const moneyIsOnce: Rules = {
  'an order has one capture that is not given back': [
    'payments',
    `select order_id from payment where captured_at_ms is not null and refunded_minor < amount_minor
     group by order_id having count(*) > 1`,
  ],
  'no payment is left in the air': [
    'payments',
    `select payment_id, state from payment where state = 'confirming' or unpin_attempt is not null`,
  ],
  'what a payment has given back is what its refunds say, and every refund came off': [
    'payments',
    `select p.payment_id, p.refund_requested_minor, p.refunded_minor from payment p where
       p.refunded_minor <> p.refund_requested_minor
       or p.refunded_minor <> coalesce((select sum(f.amount_minor) from refund f
            where f.payment_id = p.payment_id and f.state = 'refunded'), 0)`,
  ],
}

const noStateGoesBack: Rules = {
  'an order has gone every step up to its state, one after the other': [
    'orders',
    `select order_id, state from order_header where
       (paid_at_ms is null and shipped_at_ms is not null)
       or (shipped_at_ms is null and delivered_at_ms is not null)
       or (delivered_at_ms is null and returned_at_ms is not null)
       or paid_at_ms < placed_at_ms or shipped_at_ms < paid_at_ms
       or delivered_at_ms < shipped_at_ms or returned_at_ms < delivered_at_ms
       or (state = 'awaiting_payment' and paid_at_ms is not null)
       or (state = 'paid' and (paid_at_ms is null or shipped_at_ms is not null))
       or (state = 'shipped' and (shipped_at_ms is null or delivered_at_ms is not null))
       or (state = 'delivered' and (delivered_at_ms is null or returned_at_ms is not null))
       or (state = 'returned' and returned_at_ms is null)
       or (state in ('cancelled', 'expired') and shipped_at_ms is not null)
       or (state = 'expired' and paid_at_ms is not null)`,
  ],
  'an order owes nothing any more': ['orders', 'select duty_id, duty from order_duty'],
}

/** Each gives the rows that break its rule: none, where it holds. */
export const rules: Rules = { ...unitsAddUp, ...firstIsFirst, ...moneyIsOnce, ...noStateGoesBack }
