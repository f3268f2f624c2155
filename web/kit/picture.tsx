import { classNames } from './class-names.ts'

/** Widths that the catalogue keeps. */
const WIDTHS = [320, 640, 1_280] as const

/**
 * A product's picture in a square that is there before it comes. Without one, the shop's mark.
 * The title stands beside it, so it is said by nobody twice.
 */
export function Picture({
  image,
  sizes,
  isFirst = false,
  className,
}: {
  readonly image: string | undefined
  /** As of `img`: how wide it is shown. */
  readonly sizes: string
  /** The largest thing that one sees first: it is not waited with. */
  readonly isFirst?: boolean
  readonly className?: string
}) {
  return (
    <div className={classNames('picture', className)}>
      {image !== undefined && (
        <img
          src={`${image}?width=640`}
          srcSet={WIDTHS.map(width => `${image}?width=${width} ${width}w`).join(', ')}
          sizes={sizes}
          alt=""
          width={640}
          height={640}
          loading={isFirst ? 'eager' : 'lazy'}
          fetchPriority={isFirst ? 'high' : 'auto'}
          decoding="async"
          className="size-full object-cover brightness-(--picture-light)"
        />
      )}
    </div>
  )
}
