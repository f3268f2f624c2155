import { type Static, Type } from 'typebox'
import { DropState } from './drops.ts'
import { Money } from './money.ts'
import { type Api, operation } from './operation.ts'
import { Id, InstantMs, list, Nothing, page, Reason, strict, Title, Units } from './words.ts'

/** A drop of a SKU, as its product shows it. */
export const SkuDrop = Type.Object({
  dropId: Id,
  opensAtMs: InstantMs,
  closesAtMs: InstantMs,
  state: DropState,
  /** What it costs there, which may be another than the product's price. */
  price: Type.Optional(Money),
})

const SkuStock = Type.Object({
  skuId: Id,
  available: Type.Integer(),
  /** The drop that sells this SKU: the one that is open, else the next one, else the last one. */
  drop: Type.Union([SkuDrop, Type.Null()]),
})
export type SkuStock = Static<typeof SkuStock>

/** What the other services do with SKUs; part of stock's API. */
export const skuOperations = {
  adjustSku: operation({
    summary: 'Adds units to a SKU, or takes free ones away, in the name of a merchant',
    access: 'service',
    keyed: 'optional',
    input: strict({
      skuId: Id,
      delta: Type.Integer({ minimum: -10_000_000, maximum: 10_000_000 }),
      reason: Reason,
    }),
    output: Type.Object({ skuId: Id, available: Type.Integer() }),
    refusals: ['not_found', 'stock_insufficient', 'invalid_request', 'idempotency_conflict'],
  }),
  listAdjustments: operation({
    summary: 'Who changed the units of a SKU by hand, by how many and why, the newest first',
    access: 'merchant',
    route: 'GET /api/admin/skus/:skuId/adjustments',
    input: strict({ skuId: Id, ...page }),
    output: list(
      Type.Object({
        adjustmentId: Id,
        delta: Type.Integer(),
        reason: Type.String(),
        memberId: Id,
        atMs: InstantMs,
      }),
    ),
    refusals: ['not_found', 'invalid_request'],
  }),
  putSkus: operation({
    summary: 'Makes SKUs known, or their titles new. Repeating it changes nothing',
    access: 'service',
    input: strict({
      skus: Type.Array(
        strict({
          skuId: Id,
          productId: Id,
          title: Title,
          options: Type.Record(Type.String(), Type.String()),
          kind: Type.Union([Type.Literal('drop'), Type.Literal('regular')]),
          /** Counts only where the SKU is new. */
          units: Units,
        }),
        { minItems: 1, maxItems: 200 },
      ),
    }),
    output: Nothing,
  }),
  readSkus: operation({
    summary: 'What is free of these SKUs, and the drops that sell them; unknown ones are left out',
    access: 'service',
    input: strict({ skuIds: Type.Array(Id, { maxItems: 500 }) }),
    output: Type.Object({ skus: Type.Array(SkuStock) }),
  }),
} as const satisfies Api
