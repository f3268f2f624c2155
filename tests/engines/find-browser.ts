import { findProgram } from './find-program.ts'

/** Where a Chromium is, for playwright-core; Debian's is installed where none is. */
export function findBrowser(): Promise<string> {
  return findProgram('chromium', 'chromium')
}
