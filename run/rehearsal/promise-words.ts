type Told = { readonly promise: string; readonly finding: string }
type InBoth = { readonly en: Told; readonly ko: Told }

const both = (en: Told, ko: Told): InBoth => ({ en, ko })

/** What the shop promises, and how it is said what was found, with `{fields}` for the figures. */
export const promiseWords = {
  unitsOnce: both(
    {
      promise: 'No unit is sold twice, and none is left while somebody waits',
      finding: '{sold} of {units} sold, {free} free, {waiting} still wait',
    },
    {
      promise: '한 개를 두 번 팔지 않고, 기다리는 사람이 있으면 남기지 않아요',
      finding: '{units}개 중 {sold}개 판매, {free}개 남음, {waiting}명 대기 중',
    },
  ),
  holdsEnd: both(
    { promise: 'Every hold has ended, once', finding: '{holds} holds, {ends} ends' },
    {
      promise: '잡아 둔 것은 모두 한 번씩 끝났어요',
      finding: '잡은 것 {holds}건, 끝난 것 {ends}건',
    },
  ),
  paidIsOrdered: both(
    {
      promise: 'Whoever paid has an order, and nobody else; the money is that of the units sold',
      finding: '{captured} captured, {paid} orders paid, {sold} units sold',
    },
    {
      promise: '결제한 사람에게만 주문이 있고, 받은 돈은 판 수량과 맞아요',
      finding: '결제 {captured}건, 결제된 주문 {paid}건, 판매 {sold}개',
    },
  ),
  ordersGoForward: both(
    { promise: 'No order goes backwards', finding: '{orders} orders, {astray} astray' },
    { promise: '주문은 거꾸로 가지 않아요', finding: '주문 {orders}건, 어긋난 것 {astray}건' },
  ),
  limitAndLine: both(
    {
      promise: 'Nobody has more than the limit, and nobody passes those who wait',
      finding: 'the ledger, replayed: {faults} faults',
    },
    {
      promise: '한도보다 많이 가진 사람도, 기다리는 사람을 앞지른 사람도 없어요',
      finding: '장부를 다시 세어 보니 어긋난 것 {faults}건',
    },
  ),
  ledgerVerifies: both(
    {
      promise: 'Positions are 1, 2, 3 without a gap, and the signed ledger verifies',
      finding: '{entries} entries under one signed root',
    },
    {
      promise: '번호는 1, 2, 3으로 빠짐없이 이어지고, 서명된 장부가 맞아요',
      finding: '서명 하나 아래 {entries}줄',
    },
  ),
  oneAnswer: both(
    {
      promise: 'One key, one answer, word for word',
      finding: '{unheard} asked again after the net was gone, {differing} told otherwise',
    },
    {
      promise: '같은 요청에는 글자까지 같은 대답을 해요',
      finding: '연결이 끊겨 다시 물은 것 {unheard}건, 다르게 답한 것 {differing}건',
    },
  ),
  withinHours: both(
    {
      promise: 'Nothing before the opening, nothing new after the closing',
      finding: '{early} before; after the closing: {afterClosing}',
    },
    {
      promise: '열기 전에는 팔지 않고, 닫은 뒤에는 새로 받지 않아요',
      finding: '열기 전 {early}건, 닫은 뒤의 대답: {afterClosing}',
    },
  ),
  eventsArrive: both(
    { promise: 'Every event arrives', finding: '{deadLetters} dead letters' },
    { promise: '모든 이벤트가 전해져요', finding: '멈춘 이벤트 {deadLetters}건' },
  ),
  everybodyAnswered: both(
    {
      promise: 'Everybody is answered, and nothing breaks',
      finding: '{unanswered} of {wanted} without an answer, {broken} answers of 500',
    },
    {
      promise: '모두가 대답을 듣고, 아무것도 고장 나지 않아요',
      finding: '{wanted}명 중 대답을 못 들은 사람 {unanswered}명, 500 대답 {broken}건',
    },
  ),
  rowsOfUnits: both(
    {
      promise: 'Recounted from rows: units are free, held or sold, and none is more',
      finding: '{broken} astray',
    },
    {
      promise: '기록을 다시 셌어요: 수량은 남았거나 잡혔거나 팔렸고, 그보다 많지 않아요',
      finding: '어긋난 것 {broken}건',
    },
  ),
  rowsOfLimit: both(
    { promise: 'Recounted from rows: nobody has more than the limit', finding: '{broken} astray' },
    {
      promise: '기록을 다시 셌어요: 한도보다 많이 가진 사람이 없어요',
      finding: '어긋난 것 {broken}건',
    },
  ),
  rowsOfPayments: both(
    {
      promise: 'Recounted from rows: no payment is left in the air, no order is charged twice',
      finding: '{broken} astray',
    },
    {
      promise: '기록을 다시 셌어요: 끝나지 않은 결제도, 두 번 청구한 주문도 없어요',
      finding: '어긋난 것 {broken}건',
    },
  ),
  rowsOfMoney: both(
    {
      promise: 'Recounted from rows: captured means sold, and sold means captured',
      finding: '{captured} captured and kept, {sold} sold',
    },
    {
      promise: '기록을 다시 셌어요: 결제된 것은 팔렸고, 팔린 것은 결제됐어요',
      finding: '결제 {captured}건, 판매 {sold}건',
    },
  ),
} as const satisfies Readonly<Record<string, InBoth>>

export type PromiseName = keyof typeof promiseWords
