import { uuidv7 } from '#platform/ids.ts'
import { keyringInFolder } from '#platform/security/keyring.ts'
import { systemClock } from '#platform/time/clock.ts'
import { openOneSqlite } from '#run/embedded-engines.ts'

const ADJECTIVES =
  '한정판 새벽 여름 겨울 클래식 빈티지 슬림 와이드 프리미엄 데일리 Organic Urban'.split(' ')
const COLOURS = '화이트 블랙 네이비 베이지 올리브 카키 민트 Ivory Crimson Cobalt'.split(' ')
const NOUNS =
  '운동화 머그컵 반팔티셔츠 가죽가방 손목시계 무선이어폰 텀블러 우산 스탠드조명 담요 Sneaker Lamp'.split(
    ' ',
  )

const word = (words: readonly string[], number: number): string =>
  words[number % words.length] ?? ''

/** Its words and a model's number: no two are alike, and each word is in thousands of them. */
function titleOf(number: number): string {
  const [a, c, n] = [number, Math.floor(number / 12), Math.floor(number / 120)]
  return `${word(ADJECTIVES, a)} ${word(COLOURS, c)} ${word(NOUNS, n)} ${model(number)}`
}

const model = (number: number): string => `M${(number * 7_919) % 1_000_003}`

/**
 * What people type into the search: a word and the beginning of another, one that is still being
 * typed, a model's number, and a mistake now and then. No two are alike.
 */
export function queryOf(number: number): string {
  const a = word(ADJECTIVES, number)
  const c = word(COLOURS, Math.floor(number / 7))
  const n = word(NOUNS, Math.floor(number / 5))
  switch (number % 5) {
    case 0:
      return model(number * 37)
    case 1:
      return `${n} ${model(number).slice(0, 4)}`
    case 2:
      return `${n.slice(0, -1)} M${number}`
    case 3:
      return `${c} ${a} ${number % 97}`
    default:
      return `${n.slice(0, 2)}${c.slice(0, 1)} ${number}`
  }
}

const AT_ONCE = 500

/** Fills the catalogue of a shop that does not run with so many products. Gives some of their ids. */
export async function fillShelves(
  { dataFolder }: { readonly dataFolder: string },
  products: number,
): Promise<readonly string[]> {
  const options = {
    folder: dataFolder,
    clock: systemClock,
    keyring: await keyringInFolder(dataFolder),
  }
  await using catalog = await openOneSqlite('catalog', options)
  await using stock = await openOneSqlite('stock', options)
  const productIds: string[] = []
  for (let from = 0; from < products; from += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, at) => aProduct(from + at))
    await stock.write.putSkus({
      skus: some.flatMap(({ productId, title, kind, skus }) =>
        skus.map(sku => ({ ...sku, productId, title, kind })),
      ),
    })
    await Promise.all(some.map(product => catalog.write.createProduct(product)))
    productIds.push(...some.map(({ productId }) => productId))
  }
  return productIds
}

function aProduct(number: number) {
  const id = () => uuidv7(systemClock.nowMs())
  return {
    productId: id(),
    title: titleOf(number),
    description: '하루 종일 편한, 오래 쓰는 물건입니다. '.repeat(4),
    categoryId: null,
    images: [],
    kind: 'regular' as const,
    price: { amountMinor: 1_000 * (1 + ((number * 31) % 300)), currency: 'KRW' },
    skus: ['S', 'M'].map(size => ({ skuId: id(), options: { size }, units: 100 })),
  }
}
