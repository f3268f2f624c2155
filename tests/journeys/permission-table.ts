import type { Access } from '#contracts/operation.ts'

/** What a member owns, by the name that paths and bodies give it. */
export type Owned = 'orderId' | 'reservationId' | 'paymentId' | 'addressId' | 'sessionId'

export type Permission = {
  readonly role: Exclude<Access, 'service'>
  /** Only for whoever it belongs to; to everybody else it does not exist. */
  readonly owner?: Owned
  /** A body that is right, where a foreign thing is refused only after the body was read. */
  readonly body?: Readonly<Record<string, unknown>>
}

const anyone: Permission = { role: 'anyone' }
const member: Permission = { role: 'member' }
const verified: Permission = { role: 'verified' }
const merchant: Permission = { role: 'merchant' }
const admin: Permission = { role: 'admin' }
const own = (owner: Owned, body?: Permission['body']): Permission => ({
  ...{ role: 'member', owner },
  ...(body && { body }),
})

const address = { recipient: '이', phone: '010-0000-0000', postalCode: '06236', line1: '길 1' }

/** Who may call what. A route that is not here fails the test that walks it. */
export const permissionTable: Readonly<Record<string, Permission>> = {
  'POST /api/members': anyone,
  'POST /api/members/verification': anyone,
  'POST /api/members/verification/resend': anyone,
  'POST /api/password-resets': anyone,
  'POST /api/password-resets/confirm': anyone,
  'POST /api/sessions': anyone,
  'POST /api/sessions/refresh': anyone,
  'GET /api/sessions': member,
  'DELETE /api/sessions/current': member,
  'DELETE /api/sessions/:sessionId': own('sessionId'),
  'DELETE /api/sessions': member,
  'GET /api/members/me': member,
  'PATCH /api/members/me': member,
  'DELETE /api/members/me': member,
  'GET /api/members/me/export': member,
  'PUT /api/members/me/password': member,
  'GET /api/members/me/addresses': member,
  'POST /api/members/me/addresses': member,
  'PATCH /api/members/me/addresses/:addressId': own('addressId', { line1: '남의 집' }),
  'DELETE /api/members/me/addresses/:addressId': own('addressId'),
  'GET /api/admin/members': merchant,
  'PUT /api/admin/members/:memberId/roles': admin,
  'DELETE /api/admin/members/:memberId/sessions': admin,
  'GET /api/admin/audit': merchant,

  'GET /api/categories': anyone,
  'GET /api/products': anyone,
  'GET /api/currencies': anyone,
  'GET /api/products/:productId': anyone,
  'GET /api/products/:productId/live': anyone,
  'GET /api/products/:productId/picture': anyone,
  'GET /api/images/:imageId': anyone,
  'PUT /api/products/:productId/like': member,
  'DELETE /api/products/:productId/like': member,
  'GET /api/wishlist': member,
  'PUT /api/wishlist/:skuId': member,
  'DELETE /api/wishlist/:skuId': member,
  'PUT /api/skus/:skuId/restock-notice': member,
  'DELETE /api/skus/:skuId/restock-notice': member,
  'POST /api/admin/images': merchant,
  'POST /api/admin/categories': merchant,
  'PATCH /api/admin/categories/:categoryId': merchant,
  'DELETE /api/admin/categories/:categoryId': merchant,
  'POST /api/admin/products': merchant,
  'PATCH /api/admin/products/:productId': merchant,
  'DELETE /api/admin/products/:productId': merchant,
  'POST /api/admin/products/:productId/skus': merchant,
  'DELETE /api/admin/skus/:skuId': merchant,
  'POST /api/admin/skus/:skuId/adjustments': merchant,
  'GET /api/admin/skus/:skuId/adjustments': merchant,

  'GET /api/time': anyone,
  'GET /api/drops': anyone,
  'GET /api/drops/:dropId': anyone,
  'GET /api/drops/:dropId/live': anyone,
  'POST /api/drops/:dropId/reservations': verified,
  'GET /api/reservations/:reservationId': own('reservationId'),
  'DELETE /api/reservations/:reservationId': own('reservationId'),
  'PUT /api/drops/:dropId/reminder': member,
  'DELETE /api/drops/:dropId/reminder': member,
  'PUT /api/drops/:dropId/waitlist': verified,
  'GET /api/drops/:dropId/waitlist': member,
  'DELETE /api/drops/:dropId/waitlist': member,
  'GET /api/drops/:dropId/waitlist/live': member,
  'GET /api/waitlist-places': member,
  'GET /api/drops/:dropId/ledger': anyone,
  'GET /api/drops/:dropId/ledger/head': anyone,
  'GET /api/drops/:dropId/ledger/proof/:entry': anyone,
  'GET /api/drops/:dropId/ledger/consistency': anyone,
  'POST /api/admin/drops': merchant,
  'PATCH /api/admin/drops/:dropId': merchant,
  'POST /api/admin/drops/:dropId/pause': merchant,
  'POST /api/admin/drops/:dropId/resume': merchant,
  'POST /api/admin/drops/:dropId/close': merchant,
  'POST /api/admin/drops/:dropId/units': merchant,
  'GET /api/admin/drops/:dropId/closing': merchant,
  'GET /api/admin/drops/:dropId/stats': merchant,

  'GET /api/cart': member,
  'DELETE /api/cart': member,
  'PUT /api/cart/items/:skuId': member,
  'DELETE /api/cart/items/:skuId': member,
  'POST /api/orders': verified,
  'GET /api/orders': member,
  'GET /api/orders/:orderId': own('orderId'),
  'GET /api/orders/:orderId/live': own('orderId'),
  'PUT /api/orders/:orderId/shipping-address': own('orderId', address),
  'POST /api/orders/:orderId/cancellation': own('orderId'),
  'POST /api/orders/:orderId/returns': own('orderId', { reason: '남의 것' }),
  'GET /api/admin/orders': merchant,
  'GET /api/admin/orders/:orderId/payments': merchant,
  'POST /api/admin/orders/:orderId/shipment': merchant,
  'POST /api/admin/orders/:orderId/delivery': merchant,
  'POST /api/admin/orders/:orderId/cancellation': merchant,
  'POST /api/admin/shipments': merchant,
  'POST /api/admin/returns/:returnId/completion': merchant,

  'POST /api/payments': { role: 'verified', owner: 'orderId', body: { method: 'card' } },
  'POST /api/payments/:paymentId/confirmation': {
    ...{ role: 'verified', owner: 'paymentId', body: {} },
  },
  'GET /api/payments': member,
  'GET /api/payments/ways': anyone,
  'GET /api/payments/:paymentId': own('paymentId'),
  'POST /api/admin/payments/:paymentId/refunds': merchant,
  'POST /api/payments/webhooks/:provider': anyone,
  'GET /api/admin/reconciliation': merchant,
  'GET /api/admin/reconciliation/:runId/differences': merchant,

  'GET /api/admin/services': merchant,
  'POST /api/admin/rehearsals': merchant,
  'GET /api/admin/rehearsals': merchant,
  'GET /api/admin/rehearsals/:rehearsalId': merchant,
  'GET /api/admin/dead-letters': merchant,
  'POST /api/admin/dead-letters/:deadLetterId/redrive': merchant,
  'DELETE /api/admin/dead-letters/:deadLetterId': merchant,
}
