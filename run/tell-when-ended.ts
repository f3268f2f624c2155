const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Says so where a signal ends this process, which it does still, after what is to be taken away. Until
 * it is disposed.
 */
export function tellWhenEnded(
  sentence: string,
  takeAway: () => void = () => undefined,
): Disposable {
  const tell = (signal: NodeJS.Signals) => {
    takeAway()
    console.error(`\n${sentence}`)
    forget()
    process.kill(process.pid, signal)
  }
  const forget = () => {
    for (const signal of SIGNALS) process.off(signal, tell)
  }
  for (const signal of SIGNALS) process.on(signal, tell)
  return { [Symbol.dispose]: forget }
}
