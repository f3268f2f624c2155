const AT_MOST = 8_000

/** Does a test's work. Where it fails, the failure shows what the processes of the shop said. */
export async function withWhatItSaid<Result>(
  shop: { readonly output: () => string },
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    throw new Error(`${what}\nThe shop said:\n${shop.output().slice(-AT_MOST)}`, { cause: error })
  }
}
