import { LONGEST_LIST, sqlList } from '#platform/database/sql-list.ts'
import type { CatalogTransaction } from './catalog-tables.ts'

type AskedNotice = {
  readonly noticeId: string
  readonly skuId: string
  readonly memberId: string
  /** Whether the SKU is sold out now: else it must be so first, before it can come back. */
  readonly isArmed: boolean
}

const INSERT = `insert into restock_notice (sku_id, member_id, notice_id, is_armed)
  select s.sku_id, ?, ?, ? from product_sku s
  join product p on p.product_number = s.product_number
  where s.sku_id = ? and p.is_gone = 0 and not exists (
    select 1 from restock_notice as present
    where present.sku_id = s.sku_id and present.member_id = ?)`

/** Notes who wants to know when a SKU is back. Who asked already has asked. */
export async function askNotice(
  trx: CatalogTransaction,
  { noticeId, skuId, memberId, isArmed }: AskedNotice,
): Promise<void> {
  await trx.sql.run(INSERT, memberId, noticeId, isArmed ? 1 : 0, skuId, memberId)
}

export async function dropNotice(
  trx: CatalogTransaction,
  { skuId, memberId }: Pick<AskedNotice, 'skuId' | 'memberId'>,
): Promise<void> {
  const text = 'delete from restock_notice where sku_id = ? and member_id = ?'
  await trx.sql.run(text, skuId, memberId)
}

/** SKUs that somebody waits for, in the order of their ids. */
export async function listWatchedSkus(
  { sql }: CatalogTransaction,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<string[]> {
  const rows = await sql.all<{ skuId: string }>(
    `select distinct sku_id as skuId from restock_notice where sku_id > ?
     order by sku_id limit ?`,
    after,
    limit,
  )
  return rows.map(row => row.skuId)
}

/** These SKUs, at most 512, are sold out: whoever waits for them is told when they are back. */
export async function armNotices(
  { sql }: CatalogTransaction,
  { skuIds }: { readonly skuIds: readonly string[] },
): Promise<void> {
  if (skuIds.length === 0) return
  const { marks, values } = sqlList(skuIds)
  await sql.run(
    `update restock_notice set is_armed = 1 where sku_id in (${marks}) and is_armed = 0`,
    ...values,
  )
}

type DueNotice = {
  readonly noticeId: string
  readonly skuId: string
  readonly memberId: string
  readonly productId: string
  readonly title: string
  /** JSON text. */
  readonly options: string
}

/** Who is to be told that these SKUs, at most 512, are back. */
export async function listDueNotices(
  { sql }: CatalogTransaction,
  { skuIds, limit }: { readonly skuIds: readonly string[]; readonly limit: number },
): Promise<DueNotice[]> {
  if (skuIds.length === 0) return []
  const { marks, values } = sqlList(skuIds.slice(0, LONGEST_LIST))
  return sql.all<DueNotice>(
    `select n.notice_id as noticeId, n.sku_id as skuId, n.member_id as memberId,
       p.product_id as productId, p.title, s.options
     from restock_notice n
     join product_sku s on s.sku_id = n.sku_id
     join product p on p.product_number = s.product_number
     where n.sku_id in (${marks}) and n.is_armed = 1
     order by n.sku_id, n.member_id limit ?`,
    ...values,
    limit,
  )
}

/** Their mails are written: forgets them. */
export async function forgetNotices(
  { sql }: CatalogTransaction,
  { notices }: { readonly notices: readonly Pick<DueNotice, 'noticeId' | 'skuId' | 'memberId'>[] },
): Promise<void> {
  await sql.runEach(
    'delete from restock_notice where sku_id = ? and member_id = ? and notice_id = ?',
    notices.map(({ skuId, memberId, noticeId }) => [skuId, memberId, noticeId]),
  )
}
