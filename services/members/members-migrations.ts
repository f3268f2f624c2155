import type { Migration } from '#platform/database/database.ts'
import { answersByAge } from '#platform/database/idempotency.ts'

/**
 * Refuses whoever would change or take away a row, whatever the program: the same words raise an
 * error in SQLite and in MySQL, by a null where none may be.
 */
const keepRows = (table: string) =>
  ['update', 'delete'].map(
    act => `create trigger ${table}_stays_at_${act} before ${act} on ${table} for each row begin
      insert into append_only (refused) values (null); end`,
  )

/** Columns named `…_sealed` are AES-GCM, those named `…_index` HMAC: nothing personal is clear. */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'accounts, verification, sessions, address book, audit',
    statements: [
      `create table member (
        member_id varchar(36) not null primary key,
        email_index varchar(64) not null,
        proven_email_index varchar(64) unique,
        email_sealed varchar(1000) not null,
        name_sealed varchar(1000) not null,
        phone_sealed varchar(500),
        locale varchar(2) not null check (locale in ('ko', 'en')),
        password_hash varchar(200),
        roles varchar(40) not null,
        is_admin integer not null check (is_admin in (0, 1)),
        verified_at_ms bigint,
        created_at_ms bigint not null,
        fact_count integer not null,
        turn bigint not null default 0,
        check ((verified_at_ms is null) = (proven_email_index is null)),
        check (proven_email_index is null or proven_email_index = email_index),
        check (is_admin = 0 or verified_at_ms is not null)
      )`,
      'create index member_by_email on member (email_index)',
      'create index member_by_admin on member (is_admin)',
      `create table verification (
        member_id varchar(36) not null primary key,
        email_index varchar(64) not null,
        code_hash varchar(64) not null,
        token_hash varchar(64) not null unique,
        expires_at_ms bigint not null
      )`,
      'create index verification_by_code on verification (email_index, code_hash)',
      'create index verification_by_end on verification (expires_at_ms)',
      `create table pending_mail (
        mail_id varchar(36) not null primary key,
        member_id varchar(36) not null,
        kind varchar(20) not null check (kind in ('verification', 'address_taken')),
        secret_sealed varchar(1000),
        created_at_ms bigint not null,
        failed_tries integer not null default 0,
        next_try_at_ms bigint not null
      )`,
      'create index pending_mail_by_try on pending_mail (next_try_at_ms)',
      'create index pending_mail_by_member on pending_mail (member_id)',
      'create index pending_mail_by_age on pending_mail (created_at_ms)',
      `create table throttle (
        scope varchar(20) not null,
        subject varchar(64) not null,
        tries integer not null check (tries > 0),
        last_try_at_ms bigint not null,
        rests_until_ms bigint not null,
        primary key (scope, subject)
      )`,
      'create index throttle_by_last_try on throttle (last_try_at_ms)',
      `create table session (
        session_id varchar(36) not null primary key,
        member_id varchar(36) not null,
        device varchar(60) not null,
        delivery varchar(6) not null check (delivery in ('cookie', 'body')),
        address_index varchar(64),
        generation integer not null default 1,
        grace_used integer not null default 0 check (grace_used in (0, 1)),
        rotated_at_ms bigint not null,
        created_at_ms bigint not null,
        last_used_at_ms bigint not null,
        expires_at_ms bigint not null,
        access_until_ms bigint not null,
        ended_at_ms bigint
      )`,
      'create index session_by_member on session (member_id, session_id)',
      'create index session_by_end on session (ended_at_ms)',
      'create index session_by_expiry on session (expires_at_ms)',
      `create table refresh_token (
        token_hash varchar(64) not null primary key,
        session_id varchar(36) not null,
        generation integer not null check (generation > 0),
        expires_at_ms bigint not null
      )`,
      'create index refresh_token_by_expiry on refresh_token (expires_at_ms)',
      `create table address (
        address_id varchar(36) not null primary key,
        member_id varchar(36) not null,
        default_of varchar(36) unique,
        recipient_sealed varchar(1000) not null,
        phone_sealed varchar(500) not null,
        postal_code_sealed varchar(500) not null,
        line1_sealed varchar(2000) not null,
        line2_sealed varchar(2000),
        check (default_of is null or default_of = member_id)
      )`,
      'create index address_by_member on address (member_id, address_id)',
      `create table audit (
        audit_id varchar(36) not null primary key,
        actor_id varchar(36),
        act varchar(40) not null,
        subject_id varchar(36),
        details text not null,
        at_ms bigint not null
      )`,
      'create table role_turn (lane integer not null primary key check (lane = 1), turn bigint not null)',
      'insert into role_turn (lane, turn) values (1, 0)',
    ],
  },
  {
    version: 2,
    name: 'the refresh token that a session spent last',
    statements: ['alter table session add column spent_token_hash varchar(64)'],
  },
  {
    version: 3,
    name: 'mails of more kinds, password resets, erasures',
    statements: [
      // A CHECK cannot be changed in SQLite: the rows move to a table that takes every kind.
      `create table promised_mail (
        mail_id varchar(36) not null primary key,
        member_id varchar(36) not null,
        kind varchar(20) not null,
        secret_sealed varchar(1000),
        created_at_ms bigint not null,
        failed_tries integer not null default 0,
        next_try_at_ms bigint not null
      )`,
      `insert into promised_mail
         (mail_id, member_id, kind, secret_sealed, created_at_ms, failed_tries, next_try_at_ms)
       select mail_id, member_id, kind, secret_sealed, created_at_ms, failed_tries, next_try_at_ms
       from pending_mail`,
      'drop table if exists pending_mail',
      'create index promised_mail_by_try on promised_mail (next_try_at_ms)',
      'create index promised_mail_by_member on promised_mail (member_id)',
      'create index promised_mail_by_age on promised_mail (created_at_ms)',
      `create table password_reset (
        token_hash varchar(64) not null primary key,
        member_id varchar(36) not null,
        expires_at_ms bigint not null
      )`,
      'create index password_reset_by_member on password_reset (member_id)',
      'create index password_reset_by_expiry on password_reset (expires_at_ms)',
      `create table erasure (
        member_id varchar(36) not null primary key,
        email_sealed varchar(1000) not null,
        began_at_ms bigint not null,
        failed_tries integer not null default 0,
        next_try_at_ms bigint not null
      )`,
      'create index erasure_by_try on erasure (next_try_at_ms)',
    ],
  },
  {
    version: 4,
    name: 'an audit log of all services, to which is only added',
    statements: [
      `create table audit_outcome (
        audit_id varchar(36) not null primary key,
        outcome varchar(40) not null,
        subject_id varchar(36),
        at_ms bigint not null
      )`,
      // Until now all were written with the act.
      `insert into audit_outcome (audit_id, outcome, at_ms)
       select audit_id, 'done', at_ms from audit`,
      'create index audit_by_actor on audit (actor_id, audit_id)',
      'create index audit_by_subject on audit (subject_id, audit_id)',
      'create index audit_by_act on audit (act, audit_id)',
      'create index audit_outcome_by_subject on audit_outcome (subject_id, audit_id)',
      'create table append_only (refused integer not null)',
      ...keepRows('audit'),
      ...keepRows('audit_outcome'),
    ],
  },
  {
    version: 5,
    name: 'which sign-ups for an address are the same person’s',
    statements: ['alter table member add column person_id varchar(36)'],
  },
  { version: 6, name: 'kept answers by their age', statements: [answersByAge] },
  {
    version: 7,
    name: 'what privileged acts were answered with',
    statements: ['alter table audit_outcome add column result text'],
  },
]
