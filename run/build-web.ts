import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { command } from './command.ts'
import { WEB_FOLDER } from './web-folder.ts'

const help = `
npm run build

Makes the pages of the shop and of the console out of web/, into web/dist, each file compressed
beforehand. Does nothing where they are newer than their sources; npm start does it by itself.
`

const endings = {
  0: 'when the pages are there',
  [exitCodes.unavailable]: 'where the packages that build them are not installed',
  [exitCodes.software]: 'where the sources cannot be built',
}

const root = join(import.meta.dirname, '..')

/** What the pages are made of. */
const SOURCES = ['web/**/*', 'contracts/**/*.ts', 'package-lock.json', 'run/build-web.ts']
const NO_SOURCES = ['web/dist', 'web/dist-*', 'web/**/*.test.ts', 'web/**/*.md']

/** In the built folder: what it was made of, as a hash. */
const STAMP = 'made-of.txt'

/** Beneath this nothing is gained. */
const WORTH_COMPRESSING_BYTES = 256

/** Builds the web where its sources are not what it was built of. Within a second where they are. */
export async function buildWeb(): Promise<'fresh' | 'built'> {
  const stamp = await stampOfSources()
  const builtOf = await readFile(join(WEB_FOLDER, STAMP), 'utf8').catch(() => null)
  if (builtOf === stamp) return 'fresh'
  process.stderr.write('Building the pages of the shop …\n')
  const startedMs = performance.now()
  const folder = `${WEB_FOLDER}-${process.pid}`
  try {
    await bundle(folder)
    await compressAll(folder)
    await writeFile(join(folder, STAMP), stamp)
    await putInPlace(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1)
  process.stderr.write(`The pages are built (${seconds} s).\n`)
  return 'built'
}

async function stampOfSources(): Promise<string> {
  const files = globSync(SOURCES, { cwd: root, exclude: NO_SOURCES, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
  const hash = createHash('sha256')
  const contents = await Promise.all(files.map(file => readFile(file)))
  for (const [at, content] of contents.entries()) {
    hash.update(`${files[at]?.slice(root.length)}\n${content.length}\n`).update(content)
  }
  return hash.digest('hex')
}

/** Vite is loaded here only: whoever serves a shop has no need of it. */
async function bundle(outDir: string): Promise<void> {
  const { build } = await import('vite').catch(cause => {
    const sentence = 'The packages that build the pages are not installed. Run npm ci.'
    throw new CannotGoOn(exitCodes.unavailable, sentence, { cause })
  })
  const configFile = join(root, 'web/vite.config.ts')
  try {
    await build({ configFile, configLoader: 'native', logLevel: 'error', build: { outDir } })
  } catch (cause) {
    const sentence = `The pages cannot be built: ${(cause as Error).message}`
    throw new CannotGoOn(exitCodes.software, sentence, { cause })
  }
}

const [brotli, gzipped] = [promisify(brotliCompress), promisify(gzip)]

async function compressAll(folder: string): Promise<void> {
  const files = globSync('**/*.{js,css,html,svg}', { cwd: folder }).map(file => join(folder, file))
  await Promise.all(
    files.map(async file => {
      const plain = await readFile(file)
      if (plain.length < WORTH_COMPRESSING_BYTES) return
      const params = { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length }
      await Promise.all([
        brotli(plain, { params }).then(bytes => writeFile(`${file}.br`, bytes)),
        gzipped(plain, { level: 9 }).then(bytes => writeFile(`${file}.gz`, bytes)),
      ])
    }),
  )
}

/** The old pages go and the new ones come at once; a shop that is open has the old in memory. */
async function putInPlace(folder: string): Promise<void> {
  const old = `${folder}-old`
  await rename(WEB_FOLDER, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rename(folder, WEB_FOLDER)
  await rm(old, { recursive: true, force: true })
}

if (import.meta.main) {
  await command({ help, endings, options: {} }, async () => {
    if ((await buildWeb()) === 'fresh') console.log('The pages are as new as their sources.')
  })
}
