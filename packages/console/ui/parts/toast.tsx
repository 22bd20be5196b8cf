import { signal } from '@preact/signals'

interface Toast {
  readonly id: number
  readonly text: string
  readonly kind: 'done' | 'bad'
  readonly link?: { readonly href: string; readonly text: string }
}

const toasts = signal<readonly Toast[]>([])
const spoken = signal('')
let nextId = 1

/** Shows a message at the edge of the page, which is also read aloud. What was done goes away by itself, errors stay. */
export function toast(text: string, { kind = 'done', link }: Partial<Omit<Toast, 'id' | 'text'>> = {}) {
  const id = nextId++
  toasts.value = [...toasts.value.slice(-3), { id, text, kind, ...(link && { link }) }]
  if (kind === 'done') setTimeout(() => close(id), 8000)
}

/** Says something to screen readers only. */
export function announce(text: string) {
  spoken.value = spoken.value === text ? `${text}\u00a0` : text // the same text twice would not be read again
}

const close = (id: number) => {
  toasts.value = toasts.value.filter(one => one.id !== id)
}

/** Where the messages are; once in the page. */
export const Toasts = () => (
  <>
    <div class="unseen" role="status" aria-live="polite">
      {spoken}
    </div>
    <section class="toasts" aria-label="Messages" aria-live="polite">
      {toasts.value.map(({ id, text, kind, link }) => (
        <div key={id} class={`toast ${kind}`} role={kind === 'bad' ? 'alert' : undefined}>
          <span>
            {kind === 'bad' && <strong>Not done. </strong>}
            {text} {link !== undefined && <a href={link.href}>{link.text}</a>}
          </span>
          <button type="button" class="plain" onClick={() => close(id)} aria-label="Close the message">
            ✕
          </button>
        </div>
      ))}
    </section>
  </>
)
