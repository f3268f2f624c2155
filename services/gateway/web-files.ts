import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

/** A file of the built web, with what was compressed when it was built. */
export type WebFile = {
  readonly type: string
  readonly etag: string
  readonly plain: Buffer
  readonly br: Buffer | null
  readonly gzip: Buffer | null
}

/** The built web, all in memory: some megabytes, most of it letters. */
export type WebFiles = {
  /** By path, `/static/shop-B2x.js`; their names change with what is in them. */
  readonly assets: ReadonlyMap<string, WebFile>
  readonly shop: WebFile
  readonly console: WebFile
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** What stands in the folder, or null where the web was not built. */
export async function readWebFiles(folder: string): Promise<WebFiles | null> {
  const files = await readAll(folder)
  const shop = fileOf(files, '/shop.html')
  const console = fileOf(files, '/console.html')
  if (shop === null || console === null) return null
  const assets = [...files.keys()]
    .filter(path => path.startsWith('/static/'))
    .flatMap(path => {
      const file = fileOf(files, path)
      return file === null ? [] : [[path, file] as const]
    })
  return { assets: new Map(assets), shop, console }
}

async function readAll(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(noFolder)
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
  const read = paths.map(async path => {
    const name = `/${relative(folder, path).split(sep).join('/')}`
    return [name, await readFile(path)] as const
  })
  return new Map(await Promise.all(read))
}

function noFolder(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return []
  throw error
}

/** Null for what is no file of a page: such as the compressed form of another. */
function fileOf(files: ReadonlyMap<string, Buffer>, path: string): WebFile | null {
  const type = types[extname(path)]
  const plain = files.get(path)
  if (type === undefined || plain === undefined) return null
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
  return {
    type,
    etag,
    plain,
    br: files.get(`${path}.br`) ?? null,
    gzip: files.get(`${path}.gz`) ?? null,
  }
}
