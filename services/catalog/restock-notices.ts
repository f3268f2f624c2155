import assert from 'node:assert/strict'
import type { catalogApi } from '#contracts/catalog.ts'
import type { Calls } from '#contracts/operation.ts'
import { isRefusal, refuse } from '#contracts/problems.ts'
import type { SkuStock } from '#contracts/skus.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { CatalogParts } from './catalog-service.ts'
import { memberOf } from './member-calls.ts'

type Deps = Pick<CatalogParts, 'database' | 'stock' | 'notifications' | 'ids' | 'log'>
type NoticeCalls = Pick<Calls<typeof catalogApi>, 'askRestockNotice' | 'dropRestockNotice'>

/** SKUs looked at in one question to stock. */
const SKUS = 500
/** Mails in one request to notifications. */
const NOTICES = 200

export function restockCalls({ database, stock, ids, log }: Deps): NoticeCalls {
  /** Whether it is sold out; null where stock says nothing of it, which the job will see. */
  async function isSoldOut(skuId: string): Promise<boolean | null> {
    try {
      const [sku] = await readSkus({ stock }, [skuId])
      return sku === undefined ? null : isGone(sku)
    } catch (error) {
      log.warn({ err: error }, 'stock did not answer: whether a SKU is sold out is seen later')
      return null
    }
  }

  return {
    async askRestockNotice({ skuId }, context) {
      const memberId = memberOf(context)
      const known = await database.read.findProductsOfSkus({ skuIds: [skuId] })
      if (known.length === 0) return refuse('not_found')
      const soldOut = await isSoldOut(skuId)
      if (soldOut === false) return refuse('units_available')
      const isArmed = soldOut === true
      await database.write.askNotice({ noticeId: ids.next(), skuId, memberId, isArmed })
      return null
    },

    async dropRestockNotice({ skuId }, context) {
      await database.write.dropNotice({ skuId, memberId: memberOf(context) })
      return null
    },
  }
}

/**
 * Looks at every SKU that somebody waits for, and has those told whose SKU was sold out and is
 * back. The mail's id is the notice's: told again after a crash, it is still one mail.
 */
export function restockJob(deps: Deps): Job {
  const { database } = deps
  return {
    name: 'catalog.send_restock_notices',
    everyMs: 1_000,
    async run() {
      for (let after = ''; ; ) {
        const skuIds = await database.read.listWatchedSkus({ after, limit: SKUS })
        if (skuIds.length > 0) await look(deps, skuIds)
        if (skuIds.length < SKUS) return
        after = skuIds.at(-1) ?? after
      }
    },
  }
}

async function look(deps: Deps, skuIds: string[]): Promise<void> {
  const { database } = deps
  const skus = await readSkus(deps, skuIds)
  const soldOut = skus.filter(isGone).map(sku => sku.skuId)
  if (soldOut.length > 0) await database.write.armNotices({ skuIds: soldOut })
  const back = skus.filter(sku => !isGone(sku)).map(sku => sku.skuId)
  if (back.length > 0) await tell(deps, back)
}

async function tell({ database, notifications }: Deps, skuIds: string[]): Promise<void> {
  for (;;) {
    const notices = await database.read.listDueNotices({ skuIds, limit: NOTICES })
    if (notices.length === 0) return
    await notifications.sendRestockNotices(
      {
        notices: notices.map(({ noticeId, options, ...notice }) => ({
          mailId: noticeId,
          ...notice,
          options: JSON.parse(options),
        })),
      },
      fromService,
    )
    await database.write.forgetNotices({ notices })
  }
}

async function readSkus({ stock }: Pick<Deps, 'stock'>, skuIds: string[]): Promise<SkuStock[]> {
  const answer = await stock.readSkus({ skuIds }, fromService)
  assert(!isRefusal(answer), 'a service is not refused the units')
  return answer.skus
}

/** Nothing to be had of it: no unit is free, and no drop of it is open. */
function isGone({ available, drop }: SkuStock): boolean {
  return available <= 0 && drop?.state !== 'open'
}
