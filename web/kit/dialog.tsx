import { type ReactNode, useEffect, useId, useRef } from 'react'

/** The browser's own dialog: it keeps the focus inside, and Escape closes it. */
export function Dialog({
  title,
  isOpen,
  close,
  children,
}: {
  readonly title: string
  readonly isOpen: boolean
  readonly close: () => void
  readonly children: ReactNode
}) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (isOpen) dialog.current?.showModal()
    else dialog.current?.close()
  }, [isOpen])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={close}
      className="m-auto w-[calc(100%-2rem)] max-w-120 rounded-12 bg-surface p-6 text-ink shadow-card"
    >
      {isOpen && (
        <div className="flex flex-col gap-4">
          <h2 id={id} className="text-20">
            {title}
          </h2>
          {children}
        </div>
      )}
    </dialog>
  )
}
