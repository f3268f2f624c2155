import { type Static, Type } from 'typebox'
import { type Api, operation } from './operation.ts'
import { ShippingAddress } from './orders.ts'
import { Id, list, NoInput, Nothing, strict } from './words.ts'

export const Address = Type.Object({
  addressId: Id,
  ...ShippingAddress.properties,
  isDefault: Type.Boolean(),
})
export type Address = Static<typeof Address>

const addressFields = { ...ShippingAddress.properties, isDefault: Type.Optional(Type.Boolean()) }

/** What members offers about the addresses of a member. */
export const addressOperations = {
  listAddresses: operation({
    summary: 'The address book',
    access: 'member',
    route: 'GET /api/members/me/addresses',
    input: NoInput,
    output: list(Address),
  }),
  addAddress: operation({
    summary: 'Adds an address; the first is the default',
    access: 'member',
    route: 'POST /api/members/me/addresses',
    status: 201,
    keyed: 'optional',
    input: strict(addressFields),
    output: Address,
    refusals: ['invalid_request', 'idempotency_conflict', 'not_found'],
  }),
  changeAddress: operation({
    summary: 'Changes an address',
    access: 'member',
    route: 'PATCH /api/members/me/addresses/:addressId',
    input: strict({
      addressId: Id,
      ...Type.Partial(ShippingAddress).properties,
      isDefault: Type.Optional(Type.Boolean()),
    }),
    output: Address,
    refusals: ['not_found'],
  }),
  removeAddress: operation({
    summary: 'Removes an address',
    access: 'member',
    route: 'DELETE /api/members/me/addresses/:addressId',
    status: 204,
    input: strict({ addressId: Id }),
    output: Nothing,
    refusals: ['not_found'],
  }),
  readDefaultAddresses: operation({
    summary: 'Where members’ orders go unless told; who has no default is left out',
    access: 'service',
    input: strict({ memberIds: Type.Array(Id, { maxItems: 500 }) }),
    output: Type.Object({
      addresses: Type.Array(Type.Object({ memberId: Id, address: ShippingAddress })),
    }),
  }),
} as const satisfies Api
