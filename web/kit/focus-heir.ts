let ledCount = 0
let hasLedSincePress = false

/** How often the focus was led to a heading since the page came. */
export const timesLed = (): number => ledCount

/**
 * Where what has the focus goes away, because its press was answered, the heading of what came in
 * its place takes it: whoever goes by keyboard or listens goes on there, and not at the top of the
 * page. The second press of a double was meant for what went: it presses nothing of what came, and
 * takes no focus away. Gives back what ends it.
 */
export function inheritFocus(box: HTMLElement): () => void {
  /** What has the focus, and what is around it: of what went, the innermost that stayed is asked. */
  let path: readonly EventTarget[] = []
  const keepPath = (event: FocusEvent) => {
    path = event.composedPath()
  }
  const observer = new MutationObserver(() => {
    const [last] = path
    const isGone = last instanceof Element && !last.isConnected
    if (isGone && document.activeElement === document.body) lead(path)
  })
  const presses = ['mousedown', 'click'] as const
  for (const press of presses) document.addEventListener(press, spareSecond, true)
  box.addEventListener('focusin', keepPath)
  observer.observe(box, { childList: true, subtree: true })
  return () => {
    for (const press of presses) document.removeEventListener(press, spareSecond, true)
    box.removeEventListener('focusin', keepPath)
    observer.disconnect()
  }
}

function spareSecond(press: MouseEvent): void {
  if (press.detail > 1 && hasLedSincePress) {
    press.preventDefault()
    press.stopPropagation()
  } else if (press.type === 'mousedown') {
    hasLedSincePress = false
  }
}

function lead(path: readonly EventTarget[]): void {
  for (const around of path) {
    const heading = around instanceof Element && around.isConnected && headingIn(around)
    if (!heading) continue
    heading.tabIndex = -1
    heading.focus()
    ledCount++
    hasLedSincePress = true
    return
  }
}

const headingIn = (around: Element) => around.querySelector<HTMLElement>('h1, h2, h3')
