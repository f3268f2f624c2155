import { sql } from 'kysely'
import type { Migration, SqlValue, Transaction } from './database.ts'

/** For tests: a store of accounts with numbers, bytes and texts, that many want at once. */

export type Account = {
  readonly accountId: string
  readonly balance: number
  readonly words: string | null
  readonly seal: Uint8Array | null
}

type Tables = {
  account: {
    account_id: string
    balance: number
    words: string | null
    seal: Uint8Array | null
  }
}
type Trx = Transaction<Tables>

const INSERT = 'insert into account (account_id, balance, words, seal) values (?, ?, ?, ?)'
const OPEN_IF_ABSENT = `insert into account (account_id, balance)
  select ?, ? from (select 1 as one) as once
  where not exists (select 1 from account where account_id = ?)`
const PAY = 'update account set balance = balance + ? where account_id = ? and balance + ? >= 0'

const valuesOf = ({ accountId, balance, words, seal }: Account): SqlValue[] => [
  ...[accountId, balance, words, seal],
]

export const writes = {
  open: (trx: Trx, account: Account) => trx.sql.run(INSERT, ...valuesOf(account)),
  openMany: (trx: Trx, accounts: readonly Account[]) =>
    trx.sql.runEach(INSERT, accounts.map(valuesOf)),
  async openByKysely({ query }: Trx, { accountId, balance, words, seal }: Account) {
    const values = { account_id: accountId, balance, words, seal }
    const { numInsertedOrUpdatedRows } = await query
      .insertInto('account')
      .values(values)
      .executeTakeFirstOrThrow()
    return Number(numInsertedOrUpdatedRows)
  },
  openIfAbsent: (trx: Trx, ids: readonly string[]) =>
    trx.sql.runEach(
      OPEN_IF_ABSENT,
      ids.map(id => [id, 100, id]),
    ),
  /** How many rows each payment changed: none where the balance would go below zero. */
  pay: (trx: Trx, payments: readonly { readonly to: string; readonly amount: number }[]) =>
    trx.sql.runEach(
      PAY,
      payments.map(({ to, amount }) => [amount, to, amount]),
    ),
  /** Takes from one and gives to the other, in two statements, so that crossing ones meet. */
  async move(trx: Trx, { from, to }: { from: string; to: string }) {
    const taken = await trx.sql.run(PAY, -1, from, -1)
    const given = await trx.sql.run(PAY, 1, to, 1)
    return { taken, given }
  },
  /** The same, by one who does not listen when the second statement fails. */
  async moveCarelessly(trx: Trx, { from, to }: { from: string; to: string }) {
    const taken = await trx.sql.run(PAY, -1, from, -1)
    const given = await trx.sql.run(PAY, 1, to, 1).catch(() => 0)
    return { taken, given }
  },
  /** Of two branches one fails while the other has more to do, which belongs to what is refused. */
  breakInTheMiddle: (trx: Trx, { to, times }: { to: string; times: number }) =>
    Promise.all([
      payAgainAndAgain(trx, to, times),
      trx.sql.run(PAY, 0, to, 0).then(() => Promise.reject(new Error('a branch that fails'))),
    ]),
  /** What is said to be done later, and what is seen of it before the commit. */
  async payLater(
    { sql: { all, later } }: Trx,
    {
      to,
      amounts,
      opens = [],
    }: { to: string; amounts: readonly number[]; opens?: readonly Account[] },
  ) {
    await later(INSERT, ...opens.map(valuesOf))
    await later(PAY, ...amounts.map(amount => [amount, to, amount]))
    const [own, every] = await Promise.all([
      all<{ balance: number }>('select balance from account where account_id = ?', to),
      all<{ count: number }>('select count(*) as count from account'),
    ])
    await later(PAY, [1, to, 1])
    return { balance: own[0]?.balance, count: every[0]?.count }
  },
  overdrawLater: ({ sql }: Trx, accountId: string) =>
    sql.later('update account set balance = -1 where account_id = ?', [accountId]),
  overdraw: (trx: Trx, accountId: string) =>
    trx.sql.run('update account set balance = -1 where account_id = ?', accountId),
  close: (trx: Trx, ids: readonly string[]) =>
    trx.sql.runEach(
      'delete from account where account_id = ?',
      ids.map(id => [id]),
    ),
}

async function payAgainAndAgain({ sql }: Trx, to: string, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await sql.run(PAY, 1, to, 1)
}

export const reads = {
  list: (trx: Trx, { limit }: { limit: number }): Promise<Account[]> =>
    trx.sql.all<Account>(
      'select account_id as accountId, balance, words, seal from account order by account_id limit ?',
      limit,
    ),
  listByKysely: ({ query }: Trx, ids: readonly string[]): Promise<Account[]> =>
    query
      .selectFrom('account')
      .select(['account_id as accountId', 'balance', 'words', 'seal'])
      .where('account_id', 'in', ids)
      .orderBy('account_id')
      .limit(ids.length)
      .execute(),
  async sums({ sql: { all }, query }: Trx, _: null) {
    const [byHand] = await all<Record<string, number | string>>(
      `select sum(balance) as sum, count(*) as count, avg(balance) as mean,
         max(balance > 0) as isAnyFull, max(words) is null as isWordless,
         'one' || '-' || count(*) as joined
       from account`,
    )
    const byKysely = await query
      .selectFrom('account')
      .select(sql<number>`sum(balance)`.as('sum'))
      .executeTakeFirstOrThrow()
    return { ...byHand, sumByKysely: byKysely.sum }
  },
  nowTwice: async (trx: Trx, _: null) => [await trx.nowMs(), await trx.nowMs()],
}

export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'accounts',
    statements: [
      `create table account (
        account_id varchar(80) not null primary key,
        balance bigint not null check (balance >= 0),
        words text,
        seal blob
      ) /* clustered */`,
      "insert into account (account_id, balance) values ('the first one', 7)",
    ],
  },
]
