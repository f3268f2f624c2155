/** A process that offers a service: where its private port is, as `http://host:port`. */
export type Instance = { readonly id: string; readonly url: string }

/**
 * Who offers what. What was heard last is kept while nobody can be asked, because a process that
 * cannot be looked up may be well; whether it is, its callers find out themselves.
 */
export type Discovery = AsyncDisposable & {
  /** The same array until it changes. */
  instancesOf(service: string): readonly Instance[]
  /** Tells the others that this process offers these, until it withdraws or dies. */
  announce(services: readonly string[], url: string): Promise<Announcement>
}

export type Announcement = {
  /** Nobody is sent here any more, as soon as they have heard. */
  withdraw(): Promise<void>
}

/** There is no registry to work with, and what to do about it. */
export class DiscoveryUnusable extends Error {
  override readonly name = 'DiscoveryUnusable'
}

export const nobody: readonly Instance[] = []
