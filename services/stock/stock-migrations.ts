import type { Migration } from '#platform/database/database.ts'

/**
 * `drop` is a reserved word of SQL, so the table of drops is `drop_sale`. Each CHECK is a rule of
 * the product that the database refuses to break, whatever a bug above it asks for.
 */
// A list in a CHECK makes SQLite build a table for it on each write; an `or` does not.
export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'SKUs, drops, reservations, ledger',
    statements: [
      `create table sku (
        sku_id varchar(36) not null primary key,
        product_id varchar(36) not null,
        title varchar(200) not null,
        options text not null,
        kind varchar(10) not null check (kind in ('drop', 'regular')),
        units integer not null,
        reserved integer not null default 0 check (reserved >= 0),
        sold integer not null default 0 check (sold >= 0),
        version integer not null default 0,
        check (units - reserved - sold >= 0)
      )`,
      `create table sku_adjustment (
        adjustment_id varchar(36) not null primary key,
        sku_id varchar(36) not null references sku (sku_id),
        delta integer not null,
        reason varchar(500) not null,
        member_id varchar(36) not null,
        at_ms bigint not null
      )`,
      `create table drop_sale (
        drop_id varchar(36) not null primary key,
        sku_id varchar(36) not null references sku (sku_id),
        product_id varchar(36) not null,
        title varchar(200) not null,
        line_title varchar(200) not null,
        options text not null,
        price_minor bigint not null check (price_minor >= 0),
        currency varchar(3) not null,
        units integer not null check (units >= 0),
        reserved integer not null default 0 check (reserved >= 0),
        sold integer not null default 0 check (sold >= 0),
        waiting integer not null default 0 check (waiting >= 0),
        opens_at_ms bigint not null,
        closes_at_ms bigint not null,
        limit_per_member integer not null check (limit_per_member > 0),
        hold_ms integer not null check (hold_ms >= 1000),
        waiting_room text,
        paused integer not null default 0 check (paused in (0, 1)),
        ended integer not null default 0 check (ended in (0, 1)),
        next_position integer not null default 1 check (next_position > 0),
        next_due_at_ms bigint not null,
        last_at_ms bigint not null,
        ledger_size integer not null default 0,
        ledger_frontier blob not null,
        version integer not null default 0,
        check (units - reserved - sold >= 0),
        check (opens_at_ms < closes_at_ms)
      )`,
      'create index drop_by_opening on drop_sale (opens_at_ms, drop_id)',
      'create index drop_by_closing on drop_sale (closes_at_ms, drop_id)',
      'create index drop_by_sku on drop_sale (sku_id, opens_at_ms)',
      'create index drop_by_due on drop_sale (next_due_at_ms)',
      // What a claim needs to know (what the member holds of this drop, whether this key was
      // accepted) lies together, so that a claim reads and writes one page that scatters, not
      // three. Regular orders have the empty text for their drop.
      `create table reservation (
        member_id varchar(36) not null,
        drop_id varchar(36) not null,
        reservation_id varchar(36) not null,
        position integer,
        quantity integer not null check (quantity > 0),
        total_minor bigint not null,
        currency varchar(3) not null,
        state varchar(10) not null check (state = 'held' or state = 'pinned'
          or state = 'committed' or state = 'released' or state = 'expired'),
        reserved_at_ms bigint not null,
        expires_at_ms bigint not null,
        ledger_index integer,
        payment_id varchar(36),
        attempt integer,
        committed_at_ms bigint,
        version integer not null default 1,
        primary key (member_id, drop_id, reservation_id)
      ) /* clustered */`,
      // Who was let in, a row for each batch, in the order of positions: an index over the
      // reservations would cost each of them a write more. Their holds end together.
      `create table drop_roll (
        drop_id varchar(36) not null,
        first_position integer not null,
        due_at_ms bigint,
        holders text not null,
        primary key (drop_id, first_position)
      ) /* clustered */`,
      'create index drop_roll_by_due on drop_roll (drop_id, due_at_ms)',
      `create table regular_hold (
        due_at_ms bigint not null,
        reservation_id varchar(36) not null,
        member_id varchar(36) not null,
        primary key (due_at_ms, reservation_id)
      ) /* clustered */`,
      `create table reservation_line (
        reservation_id varchar(36) not null,
        line_number integer not null,
        sku_id varchar(36) not null,
        quantity integer not null check (quantity > 0),
        unit_price_minor bigint not null,
        primary key (reservation_id, line_number)
      ) /* clustered */`,
      `create table ended_pin (
        payment_id varchar(36) not null primary key,
        attempt integer not null
      )`,
      // What one batch added to a ledger: its entries as canonical JSON, a line each, and the
      // signed head after them.
      `create table ledger_segment (
        drop_id varchar(36) not null,
        first_index integer not null,
        entries text not null,
        head text not null,
        primary key (drop_id, first_index)
      ) /* clustered */`,
      `create table ledger_node (
        drop_id varchar(36) not null,
        level integer not null,
        node_index integer not null,
        hash blob not null,
        primary key (drop_id, level, node_index)
      ) /* clustered */`,
    ],
  },
  {
    version: 2,
    name: 'the waitlist',
    statements: [
      // Those who left or were passed stay, so that a ticket is given once.
      `create table waitlist_entry (
        drop_id varchar(36) not null,
        ticket integer not null check (ticket > 0),
        entry_id varchar(36) not null,
        member_id varchar(36) not null,
        quantity integer not null check (quantity > 0),
        state varchar(10) not null check (state = 'waiting' or state = 'offered'
          or state = 'passed' or state = 'left'),
        reservation_id varchar(36),
        primary key (drop_id, ticket),
        check ((state = 'offered') = (reservation_id is not null))
      ) /* clustered */`,
      'create index waitlist_line on waitlist_entry (drop_id, state, ticket)',
      'create index waitlist_of_member on waitlist_entry (member_id, drop_id, ticket)',
    ],
  },
  {
    version: 3,
    name: 'units that came back of what was sold',
    statements: [
      `create table unit_return (
        reservation_id varchar(36) not null,
        return_id varchar(36) not null,
        sku_id varchar(36) not null,
        quantity integer not null check (quantity > 0),
        at_ms bigint not null,
        primary key (reservation_id, return_id, sku_id)
      ) /* clustered */`,
    ],
  },
  {
    version: 4,
    name: 'how many wait in each part of a line',
    statements: [
      // So that a place is told without counting everybody before it.
      `create table waitlist_block (
        drop_id varchar(36) not null,
        first_ticket integer not null,
        waiting integer not null check (waiting >= 0),
        primary key (drop_id, first_ticket)
      ) /* clustered */`,
      `insert into waitlist_block (drop_id, first_ticket, waiting)
       select drop_id, first_ticket, sum(is_waiting) from (
         select drop_id, ticket - (ticket - 1) % 256 as first_ticket,
           case when state = 'waiting' then 1 else 0 end as is_waiting
         from waitlist_entry) as line
       group by drop_id, first_ticket`,
    ],
  },
  {
    version: 5,
    name: 'the adjustments of a SKU, as they are listed',
    statements: ['create index sku_adjustment_by_sku on sku_adjustment (sku_id, adjustment_id)'],
  },
  {
    version: 6,
    name: 'the drops of a product, as they are listed',
    statements: ['create index drop_by_product on drop_sale (product_id, opens_at_ms, drop_id)'],
  },
]
