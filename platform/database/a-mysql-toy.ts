import type { Clock } from '#platform/time/clock.ts'
import type { ToyHomes, ToyStore } from './a-toy.ts'
import { someMysqlDatabases } from './databases-under-test.ts'

const module = import.meta.resolve('./a-toy-store.ts')

/** For tests: toys over MySQL. The databases of one home close together; others may open them. */
export async function someMysqlToys({ clock }: { readonly clock: Clock }): Promise<ToyHomes> {
  const databases = await someMysqlDatabases(clock)
  return {
    startHome() {
      const opened = new AsyncDisposableStack()
      return {
        open: async service => opened.use(await databases.open<ToyStore>(service, module)),
        [Symbol.asyncDispose]: () => opened.disposeAsync(),
      }
    },
    [Symbol.asyncDispose]: () => databases[Symbol.asyncDispose](),
  }
}
