/** Long enough for every browser to have begun with the file. */
const KEPT_MS = 60_000

/** Gives the browser a file to keep. */
export function saveFile(name: string, file: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS)
}

/** Gives the browser a value to keep, as a file of JSON. */
export function saveAsJson(name: string, value: unknown): void {
  saveFile(name, new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }))
}
