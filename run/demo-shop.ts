/** What the sample shop sells. Invented: any likeness to goods that exist is chance. */

export type DemoCategory = { readonly name: string; readonly parent: string | null }

export type DemoProduct = {
  readonly title: string
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
    title: '첫눈 러너 한정판',
    description:
      'First Snow Runner. White suede on a pale grey sole, numbered inside the tongue. Sold by drops only.',
    category: '신발 · Shoes',
    kind: 'drop',
    price: 189_000,
    skus: one(500),
  },
  {
    title: '새벽 손목시계 No. 7',
    description:
      'Dawn Watch No. 7. Hand-wound, enamel dial the colour of five in the morning. Sold by drops only.',
    category: '입는 것 · Wear',
    kind: 'drop',
    price: 1_290_000,
    skus: one(500),
  },
  {
    title: '달항아리 스피커',
    description:
      'Moon Jar Speaker. One driver in a porcelain jar thrown by hand; no two are alike. Sold by drops only.',
    category: '책상 · Desk',
    kind: 'drop',
    price: 420_000,
    skus: one(500),
  },
  {
    title: '느린 필름 카메라',
    description:
      'Slow Film Camera. One shutter speed, one lens, and time to think. Sold by drops only.',
    category: '책상 · Desk',
    kind: 'drop',
    price: 259_000,
    skus: one(500),
  },
  {
    title: '매일 입는 옥스퍼드 셔츠',
    description: 'Everyday Oxford Shirt. Heavy cotton that gets better with each wash.',
    category: '입는 것 · Wear',
    kind: 'regular',
    price: 59_000,
    skus: inSizes(['S', 'M', 'L', 'XL'], 80),
  },
  {
    title: '바람막이 재킷',
    description: 'Wind Jacket. Packs into its own pocket, weighs as much as an apple.',
    category: '입는 것 · Wear',
    kind: 'regular',
    price: 128_000,
    skus: [
      { options: { size: 'M', colour: 'ink' }, units: 40 },
      { options: { size: 'L', colour: 'ink' }, units: 40 },
      { options: { size: 'M', colour: 'moss' }, units: 25 },
      { options: { size: 'L', colour: 'moss' }, units: 25 },
    ],
  },
  {
    title: '산책 운동화',
    description: 'Walking Shoes. Wide toes, soft heel, laces that stay tied.',
    category: '신발 · Shoes',
    kind: 'regular',
    price: 98_000,
    skus: inSizes(['240', '250', '260', '270', '280'], 30),
  },
  {
    title: '리넨 앞치마',
    description: 'Linen Apron. Stone-washed, crossed at the back, two deep pockets.',
    category: '집 · Home',
    kind: 'regular',
    price: 42_000,
    skus: one(120),
  },
  {
    title: '무쇠 팬 24 cm',
    description: 'Iron Pan, 24 cm. Seasoned three times before it leaves us.',
    category: '집 · Home',
    kind: 'regular',
    price: 76_000,
    skus: one(60),
  },
  {
    title: '소나무 도마',
    description: 'Pine Board. Cut from one piece, oiled, with a hole to hang it by.',
    category: '집 · Home',
    kind: 'regular',
    price: 38_000,
    skus: one(90),
  },
  {
    title: '한지 공책 세 권',
    description: 'Three Notebooks of Hanji. Mulberry paper, sewn so that they lie flat.',
    category: '책상 · Desk',
    kind: 'regular',
    price: 24_000,
    skus: one(200),
  },
  {
    title: '조용한 스탠드',
    description: 'Quiet Lamp. Warm light without a flicker or a hum; turns where you read.',
    category: '책상 · Desk',
    kind: 'regular',
    price: 89_000,
    skus: [
      { options: { colour: 'white' }, units: 45 },
      { options: { colour: 'black' }, units: 45 },
    ],
  },
]
