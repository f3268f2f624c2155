/** What the sample shop sells. Invented: any likeness to goods that exist is chance. */

type DemoCategory = { readonly name: string; readonly parent: string | null }

export type DemoProduct = {
  /** In Korean and English, as its category: shoppers of both read it, and search by it. */
  readonly title: string
  /** Drawn in `run/demo-pictures`. */
  readonly picture: string
  readonly description: string
  readonly category: string
  readonly kind: 'drop' | 'regular'
  /** KRW. */
  readonly price: number
  readonly skus: readonly { readonly options: Record<string, string>; readonly units: number }[]
}

export const demoCategories: readonly DemoCategory[] = [
  { name: '입는 것 · Wear', parent: null },
  { name: '신발 · Shoes', parent: '입는 것 · Wear' },
  { name: '집 · Home', parent: null },
  { name: '책상 · Desk', parent: '집 · Home' },
]

const one = (units: number) => [{ options: {}, units }]

const inSizes = (sizes: readonly string[], units: number) =>
  sizes.map(size => ({ options: { size }, units }))

export const demoProducts: readonly DemoProduct[] = [
  {
    title: '첫눈 러너 한정판 · First Snow Runner',
    picture: 'first-snow-runner',
    description:
      '첫눈처럼 하얀 스웨이드와 옅은 회색 밑창. 혀 안쪽에 번호를 새겼어요. 드롭으로만 팔아요.\nWhite suede on a pale grey sole, numbered inside the tongue. Sold by drops only.',
    category: '신발 · Shoes',
    kind: 'drop',
    price: 189_000,
    skus: one(500),
  },
  {
    title: '새벽 손목시계 · Dawn Watch No. 7',
    picture: 'dawn-watch',
    description:
      '손으로 태엽을 감는 시계. 에나멜 다이얼은 새벽 다섯 시의 색이에요. 드롭으로만 팔아요.\nHand-wound, enamel dial the colour of five in the morning. Sold by drops only.',
    category: '입는 것 · Wear',
    kind: 'drop',
    price: 1_290_000,
    skus: one(500),
  },
  {
    title: '달항아리 스피커 · Moon Jar Speaker',
    picture: 'moon-jar-speaker',
    description:
      '손으로 빚은 백자 달항아리에 드라이버 하나. 같은 것이 둘 없어요. 드롭으로만 팔아요.\nOne driver in a porcelain jar thrown by hand; no two are alike. Sold by drops only.',
    category: '책상 · Desk',
    kind: 'drop',
    price: 420_000,
    skus: one(500),
  },
  {
    title: '느린 필름 카메라 · Slow Film Camera',
    picture: 'slow-film-camera',
    description:
      '셔터 속도 하나, 렌즈 하나, 그리고 생각할 시간. 드롭으로만 팔아요.\nOne shutter speed, one lens, and time to think. Sold by drops only.',
    category: '책상 · Desk',
    kind: 'drop',
    price: 259_000,
    skus: one(500),
  },
  {
    title: '매일 입는 옥스퍼드 셔츠 · Everyday Oxford Shirt',
    picture: 'everyday-oxford-shirt',
    description:
      '빨수록 좋아지는 도톰한 면 셔츠예요.\nHeavy cotton that gets better with each wash.',
    category: '입는 것 · Wear',
    kind: 'regular',
    price: 59_000,
    skus: inSizes(['S', 'M', 'L', 'XL'], 80),
  },
  {
    title: '바람막이 재킷 · Wind Jacket',
    picture: 'wind-jacket',
    description:
      '제 주머니에 접혀 들어가고, 무게는 사과 한 알만큼이에요.\nPacks into its own pocket, weighs as much as an apple.',
    category: '입는 것 · Wear',
    kind: 'regular',
    price: 128_000,
    skus: [
      { options: { size: 'M', colour: '먹색 · Ink' }, units: 40 },
      { options: { size: 'L', colour: '먹색 · Ink' }, units: 40 },
      { options: { size: 'M', colour: '이끼색 · Moss' }, units: 25 },
      { options: { size: 'L', colour: '이끼색 · Moss' }, units: 25 },
    ],
  },
  {
    title: '산책 운동화 · Walking Shoes',
    picture: 'walking-shoes',
    description:
      '넉넉한 앞코, 부드러운 뒤축, 풀리지 않는 끈.\nWide toes, soft heel, laces that stay tied.',
    category: '신발 · Shoes',
    kind: 'regular',
    price: 98_000,
    skus: inSizes(['240', '250', '260', '270', '280'], 30),
  },
  {
    title: '리넨 앞치마 · Linen Apron',
    picture: 'linen-apron',
    description:
      '스톤 워싱한 리넨. 등에서 엇갈려 매고, 주머니가 깊어요.\nStone-washed, crossed at the back, two deep pockets.',
    category: '집 · Home',
    kind: 'regular',
    price: 42_000,
    skus: one(120),
  },
  {
    title: '무쇠 팬 · Iron Pan 24 cm',
    picture: 'iron-pan',
    description:
      '저희 손을 떠나기 전에 세 번 길들였어요.\nSeasoned three times before it leaves us.',
    category: '집 · Home',
    kind: 'regular',
    price: 76_000,
    skus: one(60),
  },
  {
    title: '소나무 도마 · Pine Board',
    picture: 'pine-board',
    description:
      '통나무 한 장에서 잘라 기름을 먹였어요. 걸어 둘 구멍이 있어요.\nCut from one piece, oiled, with a hole to hang it by.',
    category: '집 · Home',
    kind: 'regular',
    price: 38_000,
    skus: one(90),
  },
  {
    title: '한지 공책 세 권 · Three Hanji Notebooks',
    picture: 'hanji-notebooks',
    description:
      '닥종이를 실로 묶어 펼치면 평평하게 놓여요.\nMulberry paper, sewn so that they lie flat.',
    category: '책상 · Desk',
    kind: 'regular',
    price: 24_000,
    skus: one(200),
  },
  {
    title: '조용한 스탠드 · Quiet Lamp',
    picture: 'quiet-lamp',
    description:
      '깜빡임도 소리도 없는 따뜻한 빛. 읽는 쪽으로 돌아가요.\nWarm light without a flicker or a hum; turns where you read.',
    category: '책상 · Desk',
    kind: 'regular',
    price: 89_000,
    skus: [
      { options: { colour: '흰색 · White' }, units: 45 },
      { options: { colour: '검은색 · Black' }, units: 45 },
    ],
  },
]

/**
 * The sample that a shop sells by this title: the whole, or only its Korean half, as in shops that
 * were filled when there was no other.
 */
export const sampleTitled = (title: string): DemoProduct | undefined =>
  demoProducts.find(sample => title.startsWith(sample.title.split(' · ', 1)[0] ?? sample.title))
