const LINES = 60
const COLUMNS = 400

/** Does a test's work. Where it fails, the failure shows what the processes of the shop said. */
export async function withWhatItSaid<Result>(
  shop: { readonly output: () => string },
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    const lines = shop.output().split('\n')
    const said = lines.slice(-LINES).map(line => line.slice(0, COLUMNS))
    throw new Error(`${what}\nThe shop said:\n${said.join('\n')}`, { cause: error })
  }
}
