import { existsSync, realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Where a file or folder lies that was named on a command's line: as seen from where the command was
 * called. npm runs its scripts in the folder of package.json, and tells by `INIT_CWD` where that was.
 */
export function placeNamed(path: string, environment: NodeJS.ProcessEnv = process.env): string {
  const { INIT_CWD = '', npm_package_json = '' } = environment
  // What a script of npm has started elsewhere inherits both, and is not meant by them.
  // npm names the links that led it there; a process is where they lead.
  const isByNpm =
    existsSync(npm_package_json) && realpathSync(dirname(npm_package_json)) === process.cwd()
  return resolve(isByNpm ? INIT_CWD : '', path)
}
