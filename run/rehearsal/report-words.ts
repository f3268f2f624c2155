import { fillIn } from './fill-in.ts'

type InBoth = { readonly en: string; readonly ko: string }

const both = (en: string, ko: string): InBoth => ({ en, ko })

/** What a report says, beside the promises, with `{fields}` for the figures. */
export const reportWords = {
  // The verdict and what it is of.
  held: both('It held.', '잘 버텼어요.'),
  heldNot: both('It did not hold.', '버티지 못했어요.'),
  title: both('Rehearsal: {verdict}', '리허설: {verdict}'),
  ofDrop: both(
    'Rehearsal of a drop · {instant} UTC · seed {seed}',
    '드롭 리허설 · {instant} UTC · 시드 {seed}',
  ),
  lead: both(
    '{buyers} buyers for {units} units; {leave} leave after entering payment, {decline} are declined.',
    '손님 {buyers}명이 {units}개를 두고 몰려요. {leave}는 결제에 들어갔다 떠나고, {decline}는 카드가 거절돼요.',
  ),
  lastWent: both('The last unit went after {after}.', '마지막 하나는 {after} 만에 나갔어요.'),
  unitsLeft: both('Units were left at the door.', '다 나가지 않고 남았어요.'),
  told: both('Seed {seed}. The report: {path}', '시드 {seed}. 보고서: {path}'),
  madeBy: both('made by npm run rehearse', 'npm run rehearse로 만들었어요'),

  // The parts, each with a note.
  promises: both('Promises', '약속'),
  promisesNote: both(
    'Each judged by what the crowd was told, by the orders it has, and by the public, signed ledger.',
    '손님들이 들은 대답과 받은 주문, 서명되어 공개된 장부로 하나씩 판정했어요.',
  ),
  arrivals: both('Arrivals and answers', '몰려온 손님과 대답'),
  arrivalsNote: both(
    'Presses of the button, and what they were answered. The dashed line is the opening.',
    '버튼을 누른 수와 그 대답이에요. 점선은 드롭이 열린 때예요.',
  ),
  took: both('How long it took', '걸린 시간'),
  tookNote: both(
    'By when the button was pressed. What the crowd itself was late is in every figure.',
    '버튼을 누른 때를 기준으로 해요. 손님을 흉내 낸 프로그램이 늦은 시간도 모두 들어 있어요.',
  ),
  turns: both('Who got what, in which order', '누가 어떤 순서로 받았나'),
  turnsNote: both(
    'Each bar is a unit in somebody’s hands, from the moment it was theirs. Positions are given once.',
    '막대 하나는 누군가의 손에 있던 하나예요. 순번은 한 번만 매겨져요.',
  ),
  refusals: both('Refusals', '거절'),
  refusalsNote: both('What a press was refused with.', '버튼을 눌렀을 때 거절된 까닭이에요.'),
  endings: both('How it ended', '어떻게 끝났나'),
  endingsNote: both('For each of {buyers} buyers.', '손님 {buyers}명 한 명 한 명의 결과예요.'),
  line: both('The line', '대기'),
  lineNote: both(
    'Who waited for a unit to come back.',
    '하나가 다시 나오기를 기다린 손님들이에요.',
  ),
  lineCounts: both(
    '{joined} joined, {offered} were offered a unit.',
    '{joined}명이 기다렸고, {offered}명에게 차례가 왔어요.',
  ),
  money: both('Money', '돈'),
  moneyNote: both('Nothing real: the simulated provider.', '진짜 돈이 아니에요. 모의 결제사예요.'),
  load: both('Load', '부하'),
  loadNote: both(
    'Of one core each. The crowd shares the machine with the shop, unless it runs elsewhere.',
    '코어 하나를 기준으로 해요. 가게가 다른 곳에 있지 않으면 손님들과 컴퓨터를 나눠 써요.',
  ),
  beside: both('Beside the last rehearsal', '지난 리허설과 비교'),
  besideNote: both('Of {instant} UTC, seed {seed}.', '{instant} UTC, 시드 {seed}.'),

  // The figures that are asked for first.
  untilSoldOut: both('from the opening to the last unit', '열리고 마지막 하나까지'),
  questionsAsked: both('questions, {most} in the busiest second', '요청, 가장 바쁜 1초에 {most}'),
  halfWithin: both('half of the presses answered within', '절반이 대답을 들은 시간'),
  mostWithin: both('99 in 100 answered within', '100명 중 99명이 대답을 들은 시간'),
  soldOf: both('{sold} of {units}', '{units}개 중 {sold}개'),
  soldInEnd: both('units sold in the end', '마지막까지 판 수량'),

  // Curves and tables.
  presses: both('presses', '누름'),
  granted: both('granted', '잡음'),
  soldOut: both('sold out', '매진'),
  comeAgain: both('come again', '다시 시도'),
  half: both('half', '절반'),
  in95: both('95 in 100', '100 중 95'),
  in99: both('99 in 100', '100 중 99'),
  crowdLate: both('the crowd’s own delay', '손님 쪽이 늦은 시간'),
  questions: both('questions', '요청'),
  theShop: both('the shop', '가게'),
  theCrowd: both('the crowd: this program', '손님들: 이 프로그램'),
  waiting: both('waiting', '기다리는 손님'),
  none: both('none', '없음'),
  entered: both('entered', '결제에 들어감'),
  captured: both('captured, with an order', '결제되고 주문이 있음'),
  notPaid: both('held, and not paid', '잡았지만 결제 안 함'),
  holds: both('Holds by position', '순번마다 잡고 있던 시간'),
  sold: both('sold', '판매됨'),
  givenBack: both('given back', '돌려놓음'),
  ranOut: both('ran out', '시간이 지남'),
  stillHeld: both('still held', '아직 잡고 있음'),
  offered: both('offered to the line', '대기하던 손님에게 감'),

  // Of two rehearsals.
  now: both('this', '이번'),
  last: both('the last', '지난번'),
  change: both('change', '변화'),
  buyers: both('buyers', '손님'),
  units: both('units', '수량'),
  soldOutAfter: both('sold out after', '다 나가기까지'),
  pressesHalf: both('presses, half', '누름, 절반'),
  presses99: both('presses, 99 in 100', '누름, 100 중 99'),
  askedAgain: both('told to come again', '다시 오라는 대답'),
  shopCpu: both('the shop’s CPU', '가게가 쓴 CPU'),

  // What a buyer does.
  'step look': both('look at the drop', '드롭 보기'),
  'step reserve': both('press the button', '버튼 누르기'),
  'step enter': both('enter payment', '결제에 들어가기'),
  'step pay': both('pay', '결제하기'),
  'step give back': both('give it back', '돌려놓기'),
  'step line': both('wait in line', '기다리기'),
  'step order': both('look at the order', '주문 보기'),

  // What became of a buyer.
  bot: both('{ending} (bots)', '{ending} (봇)'),
  'end bought': both('bought', '샀어요'),
  'end left': both('left', '떠났어요'),
  'end declined': both('declined', '카드가 거절됐어요'),
  'end too late': both('too late', '시간이 지났어요'),
  'end sold out': both('sold out', '매진됐어요'),
  'end waited in vain': both('waited in vain', '기다렸지만 차례가 오지 않았어요'),
  'end not answered': both('not answered', '대답을 듣지 못했어요'),
} as const satisfies Readonly<Record<string, InBoth>>

export type ReportLanguage = keyof InBoth
export type Say = (
  word: keyof typeof reportWords,
  figures?: Readonly<Record<string, string | number>>,
) => string

/** The words of a report in this language. */
export const reportWordsIn =
  (language: ReportLanguage): Say =>
  (word, figures = {}) =>
    fillIn(reportWords[word][language], figures)
