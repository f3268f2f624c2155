/**
 * Does work of one name after the other, in all tabs of this browser. Where a page did not come by
 * TLS the browser gives no such locks: then it is done at once.
 */
export function inTurn<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  return 'locks' in navigator ? navigator.locks.request(name, work) : work()
}
