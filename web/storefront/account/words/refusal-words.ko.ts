import type { Phrases } from '#web/kit/phrase.ts'

/** By the code of the refusal; `other` for the rest. */
export const words = {
  credentials_invalid: '이메일이나 비밀번호가 달라요. 다시 확인해 주세요.',
  too_many_attempts: '시도가 너무 많았어요. 잠시 뒤에 다시 해 주세요.',
  rate_limited: '요청이 너무 잦아요. {wait} 뒤에 다시 해 주세요.',
  try_again: '지금은 처리하지 못했어요. 잠시 뒤에 다시 눌러 주세요.',
  unreachable: '대답을 받지 못했어요. 연결을 확인하고 다시 눌러 주세요. 두 번 처리되지 않아요.',
  code_invalid: '코드가 다르거나 시간이 지났어요. 새 코드를 받을 수 있어요.',
  reset_token_invalid: '이 링크는 이미 썼거나 시간이 지났어요. 새 링크를 받아 주세요.',
  email_unverified: '사려면 이메일 인증을 먼저 마쳐 주세요.',
  not_found: '찾을 수 없어요. 이미 없어졌을 수 있어요.',
  sold_out: '그사이에 다 나갔어요. 잡아 둔 것은 없어요.',
  units_available: '지금은 남아 있어요. 화면을 새로 불러오면 담을 수 있어요.',
  gone: '더는 팔지 않는 상품이 있어요. 장바구니에서 빼면 나머지를 주문할 수 있어요.',
  drop_only: '이 상품은 드롭에서만 살 수 있어요.',
  price_changed:
    '합계가 바뀌었어요(전 {was}, 지금 {now}). 아직 주문되지 않았어요. 지금 금액에 주문하려면 다시 눌러 주세요.',
  idempotency_conflict: '앞서 누른 것이 이미 처리됐어요. 지금 적은 대로 하려면 다시 눌러 주세요.',
  illegal_transition: '지금 상태에서는 할 수 없어요. 화면을 새로 불러왔어요.',
  order_not_payable: '이 주문은 이제 결제할 수 없어요.',
  amountTooSmall:
    '{provider}에서는 이렇게 적은 금액을 결제할 수 없어요. 결제되지 않았고, 잡아 둔 것은 그대로예요.',
  notTaken:
    '{provider}에서 이 결제를 받지 않아요({reason}). 결제되지 않았으니, 다른 방법으로 결제해 보세요.',
  order_not_cancellable: '이미 발송되어 취소할 수 없어요. 받은 뒤 반품할 수 있어요.',
  reservation_pinned: '결제가 진행 중이라 지금은 취소할 수 없어요. 결과가 나오면 다시 해 주세요.',
  reservation_expired: '잡아 둔 시간이 끝났어요. 결제되지 않았어요.',
  reservation_ended: '잡아 둔 것을 놓아주어서 결제할 수 없어요. 결제되지 않았어요.',
  payment_in_flight: '이 주문의 다른 결제가 진행 중이에요. 결과를 기다려 주세요.',
  return_window_closed: '반품할 수 있는 기간이 지났어요.',
  return_exceeds_order: '산 수량보다 많아요. 수량을 다시 골라 주세요.',
  internal: '저희 쪽에 문제가 생겼어요. 잠시 뒤에 다시 눌러 주세요.',
  other: '할 수 없었어요. 잠시 뒤에 다시 해 주세요.',
  seconds: { other: '{count}초' },
  soon: '잠시',
} as const satisfies Phrases
