import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { CannotGoOn, exitCodes } from '#run/cannot-go-on.ts'

const PLACES = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']

/**
 * Where a program of an engine is. If it is missing, its Debian package is installed as root;
 * anybody else is told which it is.
 */
export async function findProgram(name: string, debianPackage: string): Promise<string> {
  const found = lookFor(name)
  if (found !== undefined) return found
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    throw new CannotGoOn(
      exitCodes.unavailable,
      `The tests need ${name}, which is not installed. Install it (on Debian and Ubuntu: ` +
        `apt-get install ${debianPackage}), or run npm run test:fast, which leaves out what needs ` +
        'an engine.',
    )
  }
  await installOneByOne(debianPackage)
  const installed = lookFor(name)
  if (installed === undefined) {
    throw new CannotGoOn(
      exitCodes.unavailable,
      `${debianPackage} is installed, but there is no ${name} in it.`,
    )
  }
  return installed
}

function lookFor(name: string): string | undefined {
  const places = [...(process.env.PATH ?? '').split(delimiter), ...PLACES]
  return places.map(place => join(place, name)).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch (error) {
    if (error instanceof Error) return false
    throw error
  }
}

let installing: Promise<unknown> = Promise.resolve()

/** Packages are installed one after the other, because apt takes one at a time. */
function installOneByOne(debianPackage: string): Promise<void> {
  const installed = installing.then(() => install(debianPackage))
  installing = installed.catch(() => undefined)
  return installed
}

async function install(debianPackage: string): Promise<void> {
  process.stderr.write(`Installing ${debianPackage}, which the tests need …\n`)
  const wait = ['-o', 'DPkg::Lock::Timeout=300']
  const line = [...wait, 'install', '-y', '--no-install-recommends', debianPackage]
  let said: string | null = null
  // Once more, because another apt may take away what this one has just fetched.
  for (let attempt = 1; attempt <= 2; attempt++) {
    await aptGet([...wait, 'update'])
    said = await aptGet(line)
    if (said === null) return
  }
  throw new CannotGoOn(
    exitCodes.unavailable,
    `${debianPackage} could not be installed; apt-get said:\n${said}\nInstall it by hand.`,
  )
}

/** What it said, where it failed; else null. */
async function aptGet(line: readonly string[]): Promise<string | null> {
  const child = spawn('apt-get', line, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => said.push(text))
  }
  const [code] = await once(child, 'close')
  return code === 0 ? null : said.join('').trim().slice(-2_000)
}
