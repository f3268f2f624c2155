import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { freePort } from './a-child-shop.ts'

/** A span as OTLP's JSON has it, as far as tests look. */
type CollectedSpan = {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
}

export type Collector = AsyncDisposable & {
  readonly url: string
  readonly spans: readonly CollectedSpan[]
}

type Sent = {
  readonly resourceSpans?: readonly {
    readonly scopeSpans?: readonly { readonly spans?: readonly CollectedSpan[] }[]
  }[]
}

/** Takes spans by OTLP over HTTP, as a collector of OpenTelemetry does, and keeps them. */
export async function startCollector(): Promise<Collector> {
  const spans: CollectedSpan[] = []
  const server = createServer(async (request, response) => {
    const { resourceSpans = [] } = (await json(request)) as Sent
    const scopes = resourceSpans.flatMap(({ scopeSpans = [] }) => scopeSpans)
    spans.push(...scopes.flatMap(scope => scope.spans ?? []))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  const port = await freePort()
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}
