import { existsSync, rmSync } from 'node:fs'

const ATTEMPTS = 20

/**
 * Removes a folder with all that is in it, at once, as a signal's handler must; also where somebody still
 * makes files in it and removes them. `rmSync` ends in silence at a file that vanished before it, and
 * leaves the rest.
 */
export function takeAway(folder: string): void {
  for (let attempt = 0; attempt < ATTEMPTS && existsSync(folder); attempt++) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
}
