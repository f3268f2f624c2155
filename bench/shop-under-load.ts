import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type ChildShop, startChildShop, startProgram } from '#tests/shop/a-child-shop.ts'

/** A shop in a process of its own, with a crowd of ready members, to be put under load. */
export type ShopUnderLoad = AsyncDisposable & {
  readonly shop: ChildShop
  /** A file with the members' tokens, one a line. */
  readonly tokens: string
}

export async function startShopUnderLoad(
  members = 5_000,
  environment: NodeJS.ProcessEnv = {},
): Promise<ShopUnderLoad> {
  const shop = await startChildShop({ environment: { NODE_ENV: 'production', ...environment } })
  const folder = dirname(shop.dataFolder)
  const crowd = join(folder, 'crowd.jsonl')
  const line = ['--members', String(members), '--out', crowd]
  const made = startProgram({
    program: 'run/crowd.ts',
    line,
    environment: shop.environment,
  })
  const { code } = await made.ended
  if (code !== 0) throw new Error(`crowd ended with ${code}: ${made.output()}`)
  const tokens = join(folder, 'tokens.txt')
  const lines = (await readFile(crowd, 'utf8')).trim().split('\n')
  const texts = lines.map(text => (JSON.parse(text) as { accessToken: string }).accessToken)
  await writeFile(tokens, texts.join('\n'))
  return { shop, tokens, [Symbol.asyncDispose]: () => shop[Symbol.asyncDispose]() }
}
