import type { BoughtGoods } from '#contracts/delivery-facts.ts'

type Goods = Pick<BoughtGoods, 'title' | 'options'>

type Announced = {
  readonly titles: readonly string[]
  readonly goods?: readonly BoughtGoods[] | undefined
}

/** `Return Mug (red, L)`: which of a product it is. */
export function nameTold({ title, options }: Goods): string {
  const which = Object.values(options).join(', ')
  return which === '' ? title : `${title} (${which})`
}

/** `Return Mug (red, L) × 2`: what was bought, a text for each line. */
export const goodsTold = ({ titles, goods }: Announced): readonly string[] =>
  goods?.map(bought => {
    const { quantity } = bought
    return `${nameTold(bought)}${quantity === 1 ? '' : ` × ${quantity}`}`
  }) ?? titles
