import type { Migration } from '#platform/database/database.ts'

export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'mails, and paid orders to write about',
    statements: [
      `create table mail (
        mail_id varchar(36) not null primary key,
        kind varchar(30) not null,
        language varchar(2) not null check (language in ('ko', 'en')),
        recipient_index varchar(64) not null,
        content_sealed text not null,
        state varchar(10) not null check (state in ('queued', 'sent', 'failed')),
        failed_tries integer not null default 0,
        next_try_at_ms bigint not null,
        queued_at_ms bigint not null,
        sent_at_ms bigint,
        check ((state = 'sent') = (sent_at_ms is not null))
      )`,
      'create index mail_by_try on mail (state, next_try_at_ms)',
      'create index mail_by_sent on mail (sent_at_ms, mail_id)',
      'create index mail_by_recipient on mail (recipient_index, sent_at_ms, mail_id)',
      `create table pending_order_mail (
        order_id varchar(36) not null primary key,
        member_id varchar(36) not null,
        total_minor bigint not null,
        currency varchar(3) not null,
        titles text not null,
        paid_at_ms bigint not null
      )`,
      'create index pending_order_mail_by_paid on pending_order_mail (paid_at_ms, order_id)',
    ],
  },
  {
    version: 2,
    name: 'offers to write about',
    statements: [
      `create table pending_offer_mail (
        entry_id varchar(36) not null primary key,
        member_id varchar(36) not null,
        order_id varchar(36) not null,
        title varchar(200) not null,
        quantity integer not null,
        expires_at_ms bigint not null
      )`,
      'create index pending_offer_mail_by_end on pending_offer_mail (expires_at_ms, entry_id)',
    ],
  },
  {
    version: 3,
    name: 'news of orders to write about',
    statements: [
      `create table pending_news_mail (
        news_id varchar(36) not null primary key,
        member_id varchar(36) not null,
        news text not null,
        at_ms bigint not null
      )`,
      'create index pending_news_mail_by_age on pending_news_mail (at_ms, news_id)',
    ],
  },
  {
    version: 4,
    name: 'who is to be reminded of a drop',
    statements: [
      `create table drop_reminder (
        drop_id varchar(36) not null,
        member_id varchar(36) not null,
        primary key (drop_id, member_id)
      ) /* clustered */`,
      'create index drop_reminder_by_member on drop_reminder (member_id)',
      `create table watched_drop (
        drop_id varchar(36) not null primary key,
        looked_at_ms bigint not null
      )`,
      'create index watched_drop_by_look on watched_drop (looked_at_ms, drop_id)',
    ],
  },
  {
    version: 5,
    name: 'which of a product is offered',
    statements: ['alter table pending_offer_mail add column options text'],
  },
]
