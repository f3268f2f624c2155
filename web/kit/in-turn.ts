/** How long what is kept in `localStorage` may be on its way: each tab reads a copy of its own. */
const KEPT_WITHIN_MS = 100

/**
 * Does work of one name after the other, in all tabs of this browser; what it kept is seen by the
 * next. Where a page did not come by TLS the browser gives no such locks: then it is done at once.
 */
export function inTurn<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  if (!('locks' in navigator)) return work()
  return new Promise((resolve, reject) => {
    void navigator.locks.request(name, async () => {
      await work().then(resolve, reject)
      await new Promise(done => setTimeout(done, KEPT_WITHIN_MS))
    })
  })
}
