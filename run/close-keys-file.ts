import { chmodSync, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Takes keys.json from everybody but its owner, where others may read it, as after a copy by hand.
 * Gives a sentence that says so, also where it cannot; null where nothing was to be done.
 */
export function closeKeysFile(dataFolder: string): string | null {
  const path = join(dataFolder, 'keys.json')
  if (!existsSync(path)) return null
  const mode = statSync(path).mode & 0o777
  if ((mode & 0o077) === 0) return null
  const was = `others could read the keys of the shop: ${path} had the mode 0${mode.toString(8)}`
  try {
    chmodSync(path, 0o600)
    return `${was}, and has 0600 now`
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return `${was}, and keeps it (${code}); give it to the user of the shop, and to nobody else`
  }
}
