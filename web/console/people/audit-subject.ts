import type { AuditEntry } from '#contracts/audit.ts'

export type AuditSubject = {
  readonly is: 'drop' | 'product' | 'order' | 'member'
  readonly id: string
}

type Told = Pick<AuditEntry, 'act' | 'subjectId' | 'result'>

/**
 * The page on which an act can be looked at, with its reason where one was asked for; null where
 * none is known, as of acts that were written down before their answers were.
 */
export function auditSubject({ act, subjectId, result = {} }: Told): AuditSubject | null {
  const { is, at = '' } = kinds[act] ?? {}
  const id = at === '' ? subjectId : result[at]
  return is === undefined || typeof id !== 'string' ? null : { is, id }
}

type Kind = {
  readonly is: AuditSubject['is']
  /** The field of the answer that has the id; the act's own subject unless told. */
  readonly at?: string
}

const kinds: Readonly<Record<string, Kind>> = {
  plan_drop: { is: 'drop' },
  change_drop: { is: 'drop' },
  pause_drop: { is: 'drop' },
  resume_drop: { is: 'drop' },
  close_drop: { is: 'drop' },
  change_drop_units: { is: 'drop' },
  create_product: { is: 'product' },
  change_product: { is: 'product' },
  delete_product: { is: 'product' },
  add_sku: { is: 'product' },
  adjust_sku: { is: 'product', at: 'productId' },
  ship_order: { is: 'order' },
  deliver_order: { is: 'order' },
  cancel_paid_order: { is: 'order' },
  complete_return: { is: 'order', at: 'orderId' },
  refund_payment: { is: 'order', at: 'orderId' },
  roles_set: { is: 'member' },
  end_sessions_of: { is: 'member' },
}
