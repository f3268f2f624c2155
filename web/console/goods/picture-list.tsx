import { ImagePlus } from 'lucide-react'
import { useId } from 'react'
import { CompactButton, compactClass } from '#web/console/compact-button.tsx'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleGoodsWords } from '#web/console/words/console-goods.ts'
import { useWords } from '#web/kit/use-words.ts'
import type { Pictures, ShownPicture } from './use-pictures.ts'

/** The pictures of a product: what is kept, what is on its way, and what was refused and why. */
export function PictureList({ pictures }: { readonly pictures: Pictures }) {
  const say = useWords(consoleGoodsWords)
  const id = useId()
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-14 font-medium">{say('pictures')}</legend>
      <ul className="flex flex-wrap gap-3">
        {pictures.pictures.map((picture, at) => (
          <OnePicture key={picture.key} picture={picture} at={at} pictures={pictures} />
        ))}
      </ul>
      <div>
        <label
          htmlFor={id}
          className={`${compactClass()} cursor-pointer focus-within:outline-3 focus-within:outline-ink`}
        >
          <ImagePlus aria-hidden size={16} />
          {say('addPictures')}
          <input
            id={id}
            type="file"
            multiple
            accept="image/jpeg,image/png,image/webp,image/gif,image/avif"
            className="sr-only"
            onChange={({ target }) => {
              pictures.add(target.files ?? [])
              target.value = ''
            }}
          />
        </label>
      </div>
      <p className="text-14 text-quiet">{say('picturesHint')}</p>
    </fieldset>
  )
}

function OnePicture({
  picture,
  at,
  pictures,
}: {
  readonly picture: ShownPicture
  readonly at: number
  readonly pictures: Pictures
}) {
  const say = useWords(consoleGoodsWords)
  const refusalText = useRefusalText()
  const { key, src, state } = picture
  const which = { place: at + 1 }
  return (
    <li className="flex w-40 flex-col gap-1 rounded-12 border border-line p-2 text-12">
      <img
        src={src}
        alt={say('pictureNumber', which)}
        className="aspect-square w-full rounded-8 bg-sunken object-cover"
      />
      <p role="status" className={state.is === 'refused' ? 'text-wrong' : 'text-quiet'}>
        {state.is === 'kept' && (at === 0 ? say('firstPicture') : say('isKept'))}
        {state.is === 'going' && say('isGoing', { share: Math.round(state.share * 100) })}
        {state.is === 'refused' &&
          (state.refusal.refused === 'invalid_request'
            ? say('noPicture')
            : refusalText(state.refusal))}
      </p>
      {state.is === 'going' && (
        <progress
          aria-label={say('pictureNumber', which)}
          max={1}
          value={state.share}
          className="board-meter h-2 w-full"
        />
      )}
      <div className="mt-auto flex flex-wrap gap-1">
        {at > 0 && state.is === 'kept' && (
          <CompactButton
            aria-label={say('toFrontNumber', which)}
            onClick={() => pictures.toFront(key)}
          >
            {say('toFront')}
          </CompactButton>
        )}
        <CompactButton
          look="bare"
          aria-label={say('removeNumber', which)}
          onClick={() => pictures.remove(key)}
        >
          {say('remove')}
        </CompactButton>
      </div>
    </li>
  )
}
