import { toast } from './toast.tsx'

/** A button that copies a text. `what` is said in its name: `Copy the workflow id`. */
export const Copy = ({ text, what }: { readonly text: string | (() => string); readonly what: string }) => (
  <button
    type="button"
    class="plain"
    title={`Copy ${what}`}
    aria-label={`Copy ${what}`}
    onClick={() => void copy(typeof text === 'string' ? text : text(), what)}
  >
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor">
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 3.5v-1h-8v8h1" />
    </svg>
  </button>
)

async function copy(text: string, what: string) {
  try {
    await navigator.clipboard.writeText(text)
    toast(`Copied ${what}.`)
  } catch {
    toast(`The browser doesn’t let this page copy ${what}.`, { kind: 'bad' })
  }
}
