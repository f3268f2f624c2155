import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Visit = { readonly path: string; readonly fields: URLSearchParams }

type ForeignSite = AsyncDisposable & {
  readonly url: string
  /** The paths that were asked for, in order. */
  readonly asked: readonly string[]
}

/** Somebody else's site, as a browser sees it: by address, while the shop is `localhost`. */
export async function aForeignSite(
  answer: (visit: Visit, url: string) => { readonly type: string; readonly text: string },
): Promise<ForeignSite> {
  const asked: string[] = []
  let url = ''
  const server = createServer((request, response) => {
    const { pathname: path, searchParams: fields } = new URL(request.url ?? '/', url)
    asked.push(path)
    const { type, text } = answer({ path, fields }, url)
    const headers = { 'content-type': `${type}; charset=utf-8`, 'access-control-allow-origin': '*' }
    response.writeHead(200, headers).end(text)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
