import type { Phrases } from '#web/kit/phrase.ts'

export const words = {
  credentials_invalid: '이메일이나 비밀번호가 맞지 않아요.',
  illegal_transition: '지금 상태에서는 할 수 없어요. 새로 고쳐 확인해 주세요.',
  order_not_cancellable: '이미 발송했거나 결제되지 않은 주문이라 취소할 수 없어요.',
  drop_already_open: '드롭이 이미 열려서 이 값은 바꿀 수 없어요.',
  drop_ended: '이미 끝난 드롭이에요.',
  stock_insufficient: '재고가 그만큼 없어요.',
  category_in_use: '상품이나 하위 분류가 있어서 지울 수 없어요.',
  refund_exceeds_capture: '결제된 금액보다 많아요.',
  idempotency_conflict: '다른 내용으로 이미 보낸 요청이에요. 새로 고쳐 확인해 주세요.',
  body_too_large: '파일이 5MB보다 커요. 더 작은 사진을 올려 주세요.',
  fieldsRefused: '이 값은 받을 수 없어요: {fields}.',
  media_type_unsupported: '사진 파일만 올릴 수 있어요.',
} as const satisfies Phrases
