const loading = new Map<string, Promise<void>>()

/** Loads a provider's script into this page, once. Rejects where it does not come; then it may be tried again. */
export function loadScript(url: string): Promise<void> {
  const begun = loading.get(url) ?? load(url)
  loading.set(url, begun)
  begun.catch(() => loading.delete(url))
  return begun
}

function load(url: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const script = document.createElement('script')
  script.src = url
  script.addEventListener('load', () => resolve())
  script.addEventListener('error', () => {
    script.remove()
    reject(new Error(`${url} did not come`))
  })
  document.head.append(script)
  return promise
}
