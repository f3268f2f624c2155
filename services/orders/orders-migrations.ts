import type { Migration } from '#platform/database/database.ts'
import { answersByAge } from '#platform/database/idempotency.ts'

export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'orders',
    statements: [
      // The instants of the states are the history: no state is entered twice. The checks are
      // written with `or`, because SQLite builds a table for each list each time it looks at one.
      `create table order_header (
        order_number integer primary key autoincrement,
        order_id varchar(36) not null unique,
        member_id varchar(36) not null,
        state varchar(20) not null check (state = 'awaiting_payment' or state = 'paid'
          or state = 'shipped' or state = 'delivered' or state = 'returned'
          or state = 'cancelled' or state = 'expired'),
        drop_id varchar(36),
        position bigint,
        total_minor bigint not null check (total_minor >= 0),
        currency varchar(3) not null,
        payment_id varchar(36),
        address_state varchar(10) not null check (address_state = 'wanted'
          or address_state = 'given' or address_state = 'none'),
        expires_at_ms bigint not null,
        placed_at_ms bigint not null,
        paid_at_ms bigint,
        cancelled_at_ms bigint,
        expired_at_ms bigint,
        check (state <> 'paid' or (paid_at_ms is not null and payment_id is not null)),
        check ((state = 'cancelled') = (cancelled_at_ms is not null)),
        check ((state = 'expired') = (expired_at_ms is not null))
      )`,
      'create index order_by_member on order_header (member_id, placed_at_ms, order_id)',
      `create table order_line (
        order_number bigint not null,
        line_number integer not null,
        sku_id varchar(36) not null,
        product_id varchar(36) not null,
        title varchar(200) not null,
        options text not null,
        quantity integer not null check (quantity > 0),
        unit_price_minor bigint not null check (unit_price_minor >= 0),
        primary key (order_number, line_number)
      ) /* clustered */`,
      `create table order_address (
        order_id varchar(36) not null primary key,
        sealed text not null
      )`,
      `create table address_wanted (
        order_number bigint not null primary key,
        order_id varchar(36) not null,
        member_id varchar(36) not null
      ) /* clustered */`,
      `create table order_refund (
        order_id varchar(36) not null,
        payment_id varchar(36) not null,
        refunded_minor bigint not null check (refunded_minor > 0),
        primary key (order_id, payment_id)
      ) /* clustered */`,
      `create table order_request (
        order_id varchar(36) not null primary key,
        attempt varchar(36) not null,
        fingerprint varchar(64) not null,
        sealed_address text,
        at_ms bigint not null
      )`,
      'create index order_request_by_age on order_request (at_ms)',
    ],
  },
  {
    version: 2,
    name: 'shipments, returns, what follows of them, and carts',
    statements: [
      'alter table order_header add column shipped_at_ms bigint',
      'alter table order_header add column delivered_at_ms bigint',
      'alter table order_header add column returned_at_ms bigint',
      'alter table order_header add column carrier varchar(100)',
      'alter table order_header add column tracking_number varchar(100)',
      'create index order_by_state on order_header (state, order_number)',
      // Orders that move on by themselves a day after `since_ms`. A paid one that was due without
      // an address is taken off, and comes back with its address.
      `create table order_step (
        order_number bigint not null primary key,
        since_ms bigint not null
      ) /* clustered */`,
      'create index order_step_by_since on order_step (since_ms, order_number)',
      `insert into order_step (order_number, since_ms)
       select order_number, paid_at_ms from order_header where state = 'paid'`,
      `create table order_return (
        return_id varchar(36) not null primary key,
        order_number bigint not null,
        state varchar(10) not null check (state = 'requested' or state = 'completed'),
        reason varchar(500) not null,
        refund_minor bigint not null check (refund_minor >= 0),
        requested_at_ms bigint not null,
        completed_at_ms bigint,
        check ((state = 'completed') = (completed_at_ms is not null))
      )`,
      'create index order_return_by_order on order_return (order_number, requested_at_ms)',
      'create index order_return_by_age on order_return (state, requested_at_ms)',
      `create table order_return_line (
        return_id varchar(36) not null,
        sku_id varchar(36) not null,
        quantity integer not null check (quantity > 0),
        primary key (return_id, sku_id)
      ) /* clustered */`,
      // What other services are still to be told: written with the move that it follows from.
      `create table order_duty (
        duty_id varchar(36) not null primary key,
        duty text not null,
        due_at_ms bigint not null,
        tries integer not null default 0
      )`,
      'create index order_duty_by_due on order_duty (due_at_ms)',
      `create table cart_item (
        member_id varchar(36) not null,
        sku_id varchar(36) not null,
        product_id varchar(36) not null,
        title varchar(200) not null,
        options text not null,
        quantity integer not null check (quantity > 0),
        unit_price_minor bigint not null,
        currency varchar(3) not null,
        added_at_ms bigint not null,
        primary key (member_id, sku_id)
      ) /* clustered */`,
      'create index cart_item_by_time on cart_item (member_id, added_at_ms, sku_id)',
    ],
  },
  {
    version: 3,
    name: 'whose request for an order it is',
    statements: [
      'alter table order_request add column member_id varchar(36)',
      'create index order_request_by_member on order_request (member_id)',
    ],
  },
  {
    version: 4,
    name: 'why something comes back, sealed',
    statements: ['alter table order_return add column sealed_reason text'],
  },
  { version: 5, name: 'kept answers by their age', statements: [answersByAge] },
  {
    version: 6,
    name: 'what was given back or promised when a return was completed',
    statements: ['alter table order_return add column spoken_for_minor bigint'],
  },
]
