import type { PersonalData } from '#platform/security/personal-data.ts'

type Sealing = { readonly personalData: Pick<PersonalData, 'seal' | 'open'> }

/** Why something comes back, as it is stored. */
export type StoredReason = {
  readonly returnId: string
  /** Of returns from before reasons were sealed; else empty. */
  readonly reason: string
  readonly sealedReason: string | null
}

/** What a member writes may say anything of the member: sealed, for this return. */
export const sealReason = (
  { personalData }: Sealing,
  { returnId, reason }: { readonly returnId: string; readonly reason: string },
): string => personalData.seal(reason, reasonContext(returnId))

/** Empty where it was forgotten with the member. */
export const openReason = (
  { personalData }: Sealing,
  { returnId, reason, sealedReason }: StoredReason,
): string =>
  sealedReason === null ? reason : personalData.open(sealedReason, reasonContext(returnId))

export const reasonContext = (returnId: string) => `order.return_reason:${returnId}`
