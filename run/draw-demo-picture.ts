import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** As wide as the catalogue keeps a picture. */
const WIDTH = 1_280

/** A picture of the sample shop, drawn from its SVG: a PNG as base64, as the catalogue takes it. */
export async function drawDemoPicture(name: string): Promise<string> {
  const svg = await readFile(join(import.meta.dirname, `demo-pictures/${name}.svg`))
  const { default: sharp } = await import('sharp')
  const png = await sharp(svg).resize(WIDTH).png().toBuffer()
  return png.toString('base64')
}
