import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The password of a newcomer's first admin: made once, kept in the data folder for its owner's eyes
 * alone. The folder must stand.
 */
export function keptAdminPassword(dataFolder: string): string {
  const path = join(dataFolder, 'admin-password')
  if (!existsSync(path)) {
    const password = randomBytes(15).toString('base64url')
    writeFileSync(path, `${password}\n`, { flag: 'wx', mode: 0o600, flush: true })
  }
  return readFileSync(path, 'utf8').trim()
}
