import { useRef } from 'preact/hooks'
import { eventAfterKey } from '../model/moment-text.ts'

/** What the slider needs. Events are numbered from 1. */
export interface SliderProps {
  readonly value: number
  readonly last: number
  /** What the value is called by screen readers. */
  readonly text: string
  /** Places of failures, from 0 to 1. */
  readonly marks: readonly number[]
  go(eventId: number): void
}

/** A slider over all events: one event is one step, however long it took. Moves of the mouse within one frame are one. */
export function Slider(props: SliderProps) {
  const { value, last, text, marks } = props
  const track = useRef<HTMLDivElement>(null)
  const frame = useRef(0)
  const place = last <= 1 ? 1 : (value - 1) / (last - 1)

  const eventAt = (x: number) => {
    const { left, width } = track.current!.getBoundingClientRect()
    const share = Math.min(Math.max((x - left) / Math.max(1, width), 0), 1)
    return 1 + Math.round(share * (last - 1))
  }
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return
    track.current!.setPointerCapture(event.pointerId)
    track.current!.focus({ preventScroll: true })
    event.preventDefault()
    props.go(eventAt(event.clientX))
  }
  const onPointerMove = (event: PointerEvent) => {
    if (!track.current!.hasPointerCapture(event.pointerId)) return
    const { clientX } = event
    cancelAnimationFrame(frame.current)
    frame.current = requestAnimationFrame(() => props.go(eventAt(clientX)))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const to = eventAfterKey(event.key, value, last)
    if (to === undefined) return
    event.preventDefault()
    props.go(to)
  }
  return (
    <div
      ref={track}
      class="slider"
      role="slider"
      tabIndex={0}
      aria-label="Moment: event"
      aria-valuemin={1}
      aria-valuemax={last}
      aria-valuenow={value}
      aria-valuetext={text}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    >
      <div class="slider-track">
        <div class="slider-past" style={{ width: `${place * 100}%` }} />
        <svg class="slider-marks" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
          <path d={marks.map(x => `M${(x * 1000).toFixed(1)} 0v10`).join('')} />
        </svg>
      </div>
      <div class="slider-thumb" style={{ left: `${place * 100}%` }} />
    </div>
  )
}
