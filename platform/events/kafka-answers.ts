import { type Base, type ClusterMetadata, kMetadata, NetworkError } from '@platformatic/kafka'

/**
 * Makes a client of the library fail where it would answer without a topic that it was asked for. It
 * asks the broker for what it has forgotten alone and takes the rest of what it keeps, which another
 * call may throw away meanwhile. Whoever asked, in the library, reads the topic all the same: that
 * throws in a callback, where nobody catches it, and would end the process. An error is tried again.
 */
export function withWholeAnswers<Client extends Pick<Base, typeof kMetadata>>(
  client: Client,
): Client {
  const ask = client[kMetadata].bind(client)
  client[kMetadata] = (options, callback) => {
    const { topics = [] } = options
    ask(options, (error, metadata) => {
      const missing = error ? undefined : lacking(topics, metadata)
      callback(missing ?? error, metadata)
    })
  }
  return client
}

function lacking(topics: readonly string[], metadata?: ClusterMetadata): NetworkError | undefined {
  const missing = topics.find(topic => metadata?.topics.get(topic) === undefined)
  if (missing === undefined) return undefined
  const said = { canRetry: true, hasStaleMetadata: true }
  return new NetworkError(`The answer lacks the topic ${missing}.`, said)
}
