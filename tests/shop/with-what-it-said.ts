import { shortLog } from './short-log.ts'

/** Of a shop of seven processes, two screens. */
const LINES = 60

/** Does a test's work. Where it fails, the failure shows the last that the shop said. */
export async function withWhatItSaid<Result>(
  shop: { readonly output: () => string },
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    throw new Error(`${what}\nThe shop said:\n${shortLog(shop.output(), LINES)}`, { cause: error })
  }
}
