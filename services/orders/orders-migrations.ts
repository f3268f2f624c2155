import type { Migration } from '#platform/database.ts'

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
]
