import type { Standing } from '#web/kit/session.ts'
import type { Store } from '#web/kit/store.ts'

type Deps = {
  readonly standing: Pick<Store<Standing>, 'read'>
  readonly leadToLogin: () => void
}

/**
 * Presses what only members can press. Whoever is none is led to the login, and so is whose session
 * turns out by the press to be over. A refusal is told where the press is.
 */
export async function pressAsMember(
  { standing, leadToLogin }: Deps,
  press: () => Promise<unknown>,
): Promise<void> {
  const isVisitor = () => standing.read().is === 'visitor'
  if (!isVisitor()) await Promise.allSettled([press()])
  if (isVisitor()) leadToLogin()
}
