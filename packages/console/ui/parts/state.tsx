import type { ComponentChildren } from 'preact'
import { stateOf, type StateShape } from './states.ts'

const shapes: Record<StateShape, ComponentChildren> = {
  ring: <circle cx="8" cy="8" r="5" fill="none" stroke-width="2.5" stroke="currentColor" />,
  check: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="m4.7 8.3 2.3 2.3 4.3-4.8" fill="none" stroke="var(--surface)" stroke-width="1.8" />
    </>
  ),
  cross: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor" />
      <path d="m5.3 5.3 5.4 5.4m0-5.4-5.4 5.4" stroke="var(--surface)" stroke-width="1.8" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6" />
      <path d="M8 4.2V8l2.6 1.8" fill="none" stroke="currentColor" stroke-width="1.6" />
    </>
  ),
  square: <rect x="2" y="2" width="12" height="12" rx="1.5" fill="currentColor" />,
  slash: (
    <>
      <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6" />
      <path d="M3.8 12.2 12.2 3.8" stroke="currentColor" stroke-width="1.6" />
    </>
  ),
  arrow: <path d="M2 8h10M8.5 4l4 4-4 4" fill="none" stroke="currentColor" stroke-width="2" />,
  triangle: (
    <>
      <path d="M8 1.2 15.4 14.5H.6z" fill="currentColor" />
      <path d="M8 5.6v4.2m0 1.5v1.6" stroke="var(--surface)" stroke-width="1.7" />
    </>
  ),
}

/** A shape alone, without its name. */
export const Shape = ({ shape }: { readonly shape: StateShape }) => (
  <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
    {shapes[shape]}
  </svg>
)

/** A state of an execution: its shape, color and name. */
export function State({
  state,
  children,
}: {
  readonly state: string
  readonly children?: ComponentChildren
}) {
  const { shape, tone, text } = stateOf(state)
  return (
    <span class={`state ${tone}`}>
      <Shape shape={shape} />
      <span>{children ?? text}</span>
    </span>
  )
}
