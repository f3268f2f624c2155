import type { Migration } from '#platform/database/database.ts'
import { answersByAge } from '#platform/database/idempotency.ts'

// SQLite builds a table for each `in (…)` of three or more each time a CHECK is evaluated: with `or`
// a payment's three writes cost a third less.
export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'payments, confirmations and refunds',
    statements: [
      `create table payment (
        payment_id varchar(36) not null primary key,
        order_id varchar(36) not null,
        reservation_id varchar(36) not null,
        member_id varchar(36) not null,
        method varchar(20) not null,
        provider varchar(20) not null,
        provider_payment_id varchar(200),
        state varchar(20) not null,
        amount_minor bigint not null,
        currency varchar(3) not null,
        refund_requested_minor bigint not null default 0,
        refunded_minor bigint not null default 0,
        decline_code varchar(100),
        voided_because varchar(40),
        attempt integer not null default 0,
        confirmation_key varchar(128),
        unpin_attempt integer,
        due_at_ms bigint,
        tries integer not null default 0,
        version integer not null default 0,
        created_at_ms bigint not null,
        captured_at_ms bigint,
        check (state = 'ready' or state = 'confirming' or state = 'captured' or state = 'declined'
          or state = 'voided' or state = 'partially_refunded' or state = 'refunded'),
        check (0 <= refunded_minor),
        check (refunded_minor <= refund_requested_minor),
        check (refund_requested_minor <= amount_minor),
        check ((captured_at_ms is not null)
          = (state = 'captured' or state = 'partially_refunded' or state = 'refunded')),
        check (refund_requested_minor = 0 or captured_at_ms is not null),
        check (state <> 'refunded' or refunded_minor = amount_minor),
        check (unpin_attempt is null or captured_at_ms is null),
        check (state <> 'confirming' or (confirmation_key is not null and due_at_ms is not null))
      )`,
      'create index payment_by_member on payment (member_id, payment_id)',
      'create index payment_by_due on payment (due_at_ms)',
      `create table confirmation (
        member_id varchar(36) not null,
        idempotency_key varchar(128) not null,
        payment_id varchar(36) not null,
        attempt integer not null,
        provider_key varchar(200),
        decline_code varchar(100),
        primary key (member_id, idempotency_key)
      )`,
      `create table refund (
        refund_id varchar(36) not null primary key,
        payment_id varchar(36) not null,
        amount_minor bigint not null,
        reason varchar(500) not null,
        state varchar(20) not null,
        requested_by varchar(36),
        idempotency_key varchar(128),
        requested_at_ms bigint not null,
        refunded_at_ms bigint,
        due_at_ms bigint,
        tries integer not null default 0,
        unique (requested_by, idempotency_key),
        check (amount_minor > 0),
        check (state in ('requested', 'refunded')),
        check ((state = 'requested') = (refunded_at_ms is null)),
        check ((state = 'requested') = (due_at_ms is not null))
      )`,
      'create index refund_by_payment on refund (payment_id, requested_at_ms)',
      'create index refund_by_due on refund (due_at_ms)',
    ],
  },
  {
    version: 2,
    name: 'what real providers were asked, what they said by themselves, and comparing with them',
    statements: [
      `create table provider_payment (
        payment_id varchar(36) not null primary key,
        reference varchar(200),
        barred integer not null,
        asks bigint not null,
        check (barred = 0 or barred = 1)
      )`,
      `create table provider_attempt (
        payment_id varchar(36) not null,
        attempt integer not null,
        reference varchar(200),
        asked_at_ms bigint not null,
        decline_code varchar(100),
        primary key (payment_id, attempt)
      )`,
      `create table webhook (
        webhook_id varchar(36) not null primary key,
        provider varchar(20) not null,
        type varchar(100) not null,
        payment_id varchar(36) not null,
        received_at_ms bigint not null,
        times integer not null,
        due_at_ms bigint,
        tries integer not null
      )`,
      'create index webhook_by_due on webhook (due_at_ms)',
      'create index webhook_by_received on webhook (received_at_ms)',
      `create table reconciliation (
        run_id varchar(36) not null primary key,
        from_ms bigint not null,
        to_ms bigint not null,
        started_at_ms bigint not null,
        finished_at_ms bigint,
        stage varchar(20) not null,
        after_id varchar(60),
        payments integer not null,
        refunds integer not null,
        differences integer not null
      )`,
      `create table reconciliation_difference (
        run_id varchar(36) not null,
        payment_id varchar(36) not null,
        kind varchar(40) not null,
        expected_minor bigint,
        found_minor bigint,
        currency varchar(3) not null,
        found_at_ms bigint not null,
        primary key (run_id, payment_id, kind)
      )`,
      'create index refund_by_requested on refund (requested_at_ms, refund_id)',
    ],
  },
  {
    version: 3,
    name: 'money that banks hold for payments which nobody goes on with',
    statements: [
      'alter table provider_payment add column look_at_ms bigint',
      'create index provider_payment_by_look on provider_payment (look_at_ms)',
    ],
  },
  {
    version: 4,
    name: 'comparisons by their beginning',
    statements: ['create index reconciliation_by_start on reconciliation (started_at_ms, run_id)'],
  },
  { version: 5, name: 'kept answers by their age', statements: [answersByAge] },
]
