import type { KeyedRequest } from '#platform/database/idempotency.ts'
import { actOnce, type Recollection } from '#platform/database/keyed-act.ts'
import type { MembersTransaction } from './members-tables.ts'

/** The fields of an address, each sealed for the address's id. */
export type SealedAddress = {
  readonly recipientSealed: string
  readonly phoneSealed: string
  readonly postalCodeSealed: string
  readonly line1Sealed: string
  readonly line2Sealed: string | null
}

export type AddressRow = SealedAddress & {
  readonly addressId: string
  /** The member's id where this is the default. */
  readonly defaultOf: string | null
}

/** More than a household needs, and few enough for one page. */
export const MOST_ADDRESSES = 50

const columns = [
  'address_id as addressId',
  'default_of as defaultOf',
  'recipient_sealed as recipientSealed',
  'phone_sealed as phoneSealed',
  'postal_code_sealed as postalCodeSealed',
  'line1_sealed as line1Sealed',
  'line2_sealed as line2Sealed',
] as const

/** The address book, in the order in which it was written. */
export function listAddresses(
  trx: MembersTransaction,
  { memberId }: { readonly memberId: string },
): Promise<AddressRow[]> {
  return trx.query
    .selectFrom('address')
    .select(columns)
    .where('member_id', '=', memberId)
    .orderBy('address_id')
    .limit(MOST_ADDRESSES)
    .execute()
}

/** Of those of these members who have one. A look-up each: lists vary. */
export async function readDefaultAddresses(
  trx: MembersTransaction,
  { memberIds }: { readonly memberIds: readonly string[] },
): Promise<{ readonly memberId: string; readonly row: AddressRow }[]> {
  const found = await Promise.all(
    memberIds.map(memberId =>
      trx.query
        .selectFrom('address')
        .select(columns)
        .where('default_of', '=', memberId)
        .executeTakeFirst(),
    ),
  )
  return memberIds.flatMap((memberId, at) => {
    const row = found[at]
    return row === undefined ? [] : { memberId, row }
  })
}

type NewAddress = {
  readonly memberId: string
  readonly addressId: string
  readonly address: SealedAddress
  readonly isDefault: boolean
}

type Added =
  | { readonly outcome: 'added'; readonly row: AddressRow }
  | { readonly outcome: 'full' | 'unknown_member' }

type AddedOnce =
  | Added
  | { readonly outcome: 'not_found' }
  | Exclude<Recollection, { readonly outcome: 'answered' }>

/**
 * Adds an address, once a key; the first is the default, whatever was asked. Who asks again is
 * given it as it is by now, `not_found` where it was removed.
 */
export async function addAddress(
  trx: MembersTransaction,
  { keyed, ...input }: NewAddress & { readonly keyed: KeyedRequest | null },
): Promise<AddedOnce> {
  const added = await actOnce(trx, keyed, {
    act: () => insertAddress(trx, input),
    answerOf: result => (result.outcome === 'added' ? result.row.addressId : null),
  })
  if (added.outcome !== 'answered') return added
  const book = await listAddresses(trx, input)
  const row = book.find(({ addressId }) => addressId === added.answer)
  return row === undefined ? { outcome: 'not_found' } : { outcome: 'added', row }
}

async function insertAddress(trx: MembersTransaction, input: NewAddress): Promise<Added> {
  const { memberId, addressId, address } = input
  if (!(await lockAddressBook(trx, memberId))) return { outcome: 'unknown_member' }
  const book = await listAddresses(trx, { memberId })
  if (book.length >= MOST_ADDRESSES) return { outcome: 'full' }
  const isDefault = input.isDefault || book.length === 0
  if (isDefault) await clearDefault(trx, memberId)
  const defaultOf = isDefault ? memberId : null
  await trx.query
    .insertInto('address')
    .values({
      address_id: addressId,
      member_id: memberId,
      default_of: defaultOf,
      recipient_sealed: address.recipientSealed,
      phone_sealed: address.phoneSealed,
      postal_code_sealed: address.postalCodeSealed,
      line1_sealed: address.line1Sealed,
      line2_sealed: address.line2Sealed,
    })
    .execute()
  return { outcome: 'added', row: { ...address, addressId, defaultOf } }
}

/**
 * Changes what is given of a member's own address; null where it is not theirs. The default goes
 * only by making another one the default.
 */
export async function changeAddress(
  trx: MembersTransaction,
  input: {
    readonly memberId: string
    readonly addressId: string
    readonly changes: Partial<SealedAddress>
    readonly becomesDefault: boolean
  },
): Promise<AddressRow | null> {
  const { memberId, addressId, changes } = input
  await lockAddressBook(trx, memberId)
  const before = (await listAddresses(trx, { memberId })).find(row => row.addressId === addressId)
  if (before === undefined) return null
  if (input.becomesDefault) await clearDefault(trx, memberId)
  const after = {
    ...before,
    ...changes,
    defaultOf: input.becomesDefault ? memberId : before.defaultOf,
  }
  await trx.query
    .updateTable('address')
    .set({
      default_of: after.defaultOf,
      recipient_sealed: after.recipientSealed,
      phone_sealed: after.phoneSealed,
      postal_code_sealed: after.postalCodeSealed,
      line1_sealed: after.line1Sealed,
      line2_sealed: after.line2Sealed,
    })
    .where('address_id', '=', addressId)
    .execute()
  return after
}

/** False where it is not theirs. After the default the one written last becomes it. */
export async function removeAddress(
  trx: MembersTransaction,
  { memberId, addressId }: { readonly memberId: string; readonly addressId: string },
): Promise<boolean> {
  await lockAddressBook(trx, memberId)
  const book = await listAddresses(trx, { memberId })
  const removed = book.find(row => row.addressId === addressId)
  if (removed === undefined) return false
  await trx.query.deleteFrom('address').where('address_id', '=', addressId).execute()
  const heir = book.findLast(row => row !== removed)
  if (removed.defaultOf !== null && heir !== undefined) {
    await trx.query
      .updateTable('address')
      .set({ default_of: memberId })
      .where('address_id', '=', heir.addressId)
      .execute()
  }
  return true
}

async function lockAddressBook(trx: MembersTransaction, memberId: string): Promise<boolean> {
  const locked = await trx.sql.run(
    'update member set turn = turn + 1 where member_id = ?',
    memberId,
  )
  return locked === 1
}

async function clearDefault(trx: MembersTransaction, memberId: string): Promise<void> {
  await trx.query
    .updateTable('address')
    .set({ default_of: null })
    .where('default_of', '=', memberId)
    .execute()
}
