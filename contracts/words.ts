import { type TSchema, Type } from 'typebox'

/** A UUID in lower case, of version 7, or 8 where it is derived from what it names. */
export const Id = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
})

/** Milliseconds since 1970, UTC. */
export const InstantMs = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 })

/** How many units somebody asks for at once. */
export const Quantity = Type.Integer({ minimum: 1, maximum: 1_000 })

/** How many units a drop or a SKU has. */
export const Units = Type.Integer({ minimum: 0, maximum: 10_000_000 })

export const Title = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })

export const Reason = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' })

/** Where a page of a list begins; opaque. */
const Cursor = Type.String({ minLength: 1, maxLength: 300 })

const Limit = Type.Integer({ minimum: 1, maximum: 100, default: 20 })

export const page = { cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }

/** One page of a list; `nextCursor` is null on the last. */
export const list = <Item extends TSchema>(item: Item) =>
  Type.Object({ items: Type.Array(item), nextCursor: Type.Union([Type.String(), Type.Null()]) })

/** An object that takes no field beside those named. */
export const strict = <const P extends Parameters<typeof Type.Object>[0]>(fields: P) =>
  Type.Object(fields, { additionalProperties: false })

export const Nothing = Type.Null()
export const NoInput = strict({})
