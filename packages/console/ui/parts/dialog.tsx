import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'

/** What a dialog needs. */
export interface DialogProps {
  readonly title: string
  readonly children: ComponentChildren
  /** Called when the dialog is left, by Escape too. The owner then no longer draws it. */
  readonly onClose: () => void
  /** Called when its form is sent. */
  readonly onSubmit?: () => void
}

/** A modal dialog. It has the focus while it's open, which then goes back to what had it before. */
export function Dialog({ title, children, onClose, onSubmit }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    const before = document.activeElement
    element.current?.showModal()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog ref={element} aria-labelledby={heading} onClose={onClose}>
      <form
        method="dialog"
        noValidate
        onSubmit={event => {
          event.preventDefault()
          onSubmit?.()
        }}
      >
        <h2 id={heading}>{title}</h2>
        {children}
      </form>
    </dialog>
  )
}
