import { imageFormatOf } from './image-format.ts'

/** A picture as it is shown: WebP, not wider than this. */
export type ImageSize = { readonly width: number; readonly content: Uint8Array }

type ResizedImage =
  | {
      readonly outcome: 'resized'
      readonly width: number
      readonly height: number
      readonly sizes: readonly ImageSize[]
    }
  | { readonly outcome: 'no_image' | 'too_many_pixels' }

/** Of a list on a phone, of one on a screen, of a page. */
const WIDTHS = [320, 640, 1_280] as const
/** A small file may unfold into gigabytes; this many pixels are 160 MB while they are looked at. */
const MOST_PIXELS = 40_000_000
const WEBP = { quality: 82 } as const

let before: Promise<unknown> = Promise.resolve()

/**
 * Makes the sizes in which a picture is shown, without what cameras write into it (place, owner).
 * One after the other, because each takes much memory.
 */
export function resizeImage(bytes: Uint8Array): Promise<ResizedImage> {
  const resized = before.then(() => resize(bytes))
  // Whoever comes next waits for the end, however it ends; the failure is its own caller's.
  before = resized.catch(() => null)
  return resized
}

async function resize(bytes: Uint8Array): Promise<ResizedImage> {
  if (imageFormatOf(bytes) === null) return { outcome: 'no_image' }
  const open = await opener()
  const seen = await open(bytes)
    .metadata()
    .catch(() => null)
  if (seen === null) return { outcome: 'no_image' }
  if (seen.width * seen.height > MOST_PIXELS) return { outcome: 'too_many_pixels' }
  const { width, height } = seen.autoOrient
  const widths = WIDTHS.filter((_, at) => at === 0 || (WIDTHS[at - 1] ?? 0) < width)
  const sizes: ImageSize[] = []
  for (const wanted of widths) {
    const content = await open(bytes)
      .autoOrient()
      .resize({ width: wanted, withoutEnlargement: true })
      .webp(WEBP)
      .toBuffer()
      .catch(() => null)
    // The head of the file is a picture's, the rest is not.
    if (content === null) return { outcome: 'no_image' }
    sizes.push({ width: wanted, content: new Uint8Array(content) })
  }
  return { outcome: 'resized', width, height, sizes }
}

/** Loaded with the first picture: it takes some 30 MB that most shops at rest do not need. */
async function opener() {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  // Pixels are counted above, with an answer of its own.
  return (bytes: Uint8Array) => sharp(bytes, { failOn: 'error', limitInputPixels: false })
}
