import { useState } from 'react'
import { classNames } from '#web/kit/class-names.ts'
import { Picture } from '#web/kit/picture.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { productWords } from '#web/storefront/words/product.ts'

/** The pictures of a product: one large, the others small below it. */
export function PictureChooser({ images }: { readonly images: readonly string[] }) {
  const say = useWords(productWords)
  const [chosen, choose] = useState(0)
  return (
    <div className="md:sticky md:top-24 md:self-start">
      <Picture
        image={images[chosen] ?? images[0]}
        sizes="(min-width: 1120px) 512px, (min-width: 768px) 46vw, 100vw"
        isFirst
      />
      {images.length > 1 && (
        <div className="mt-3 flex gap-2 overflow-x-auto">
          {images.map((image, at) => (
            <button
              key={image}
              type="button"
              aria-label={say('picture', { number: at + 1 })}
              aria-pressed={at === chosen}
              onClick={() => choose(at)}
              className={classNames(
                'w-18 shrink-0 rounded-12 border-2',
                at === chosen ? 'border-ink' : 'border-transparent',
              )}
            >
              <Picture image={image} sizes="72px" />
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
