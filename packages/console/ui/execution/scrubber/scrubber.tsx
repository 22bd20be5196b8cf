import { useComputed } from '@preact/signals'
import { countText, spanText } from '../../parts/time-text.ts'
import { badEvents, marksOf } from '../model/bad-events.ts'
import { momentText } from '../model/moment-text.ts'
import type { RunState } from '../run-state.ts'
import { Slider } from './slider.tsx'

/** How many marks of failures the track can have. */
const mostMarks = 400

/** Chooses the moment that the page shows, by mouse and by keys. */
export function Scrubber({ state }: { readonly state: RunState }) {
  const marks = useComputed(() => marksOf(badEvents(state.view.value), state.last.value, mostMarks))
  const [eventId, last] = [state.eventId.value, state.last.value]
  const since = state.times.value.at(eventId) - state.times.value.at(1)
  const line = state.lines.line(eventId)
  const isOpen = state.view.value.closed === undefined && !('file' in state.shown)
  const isLive = state.isLive.value
  return (
    <section class="scrubber panel" aria-label="Moment">
      <div class="scrubber-keys">
        <Step
          state={state}
          to={1}
          name="First event"
          path="M4 3v10M13 3 6.5 8l6.5 5z"
          disabled={eventId === 1}
        />
        <Step
          state={state}
          to={eventId - 1}
          name="Event before"
          path="M11 3 4.5 8l6.5 5z"
          disabled={eventId === 1}
        />
        <Step state={state} to={eventId + 1} name="Next event" path="M5 3l6.5 5L5 13z" disabled={isLive} />
        <Step state={state} to={last} name="Last event" path="M12 3v10M3 3l6.5 5L3 13z" disabled={isLive} />
      </div>
      <Slider
        value={eventId}
        last={last}
        text={momentText(eventId, last, line?.text, since)}
        marks={marks.value}
        go={id => state.go(id)}
      />
      <p class="scrubber-text">
        <span class="mono">
          {countText(eventId)}
          <span class="muted">/{countText(last)}</span>
        </span>{' '}
        <span class={`clip line-${line?.kind ?? 'event'}`} title={line?.text}>
          {line?.text ?? '…'}
        </span>{' '}
        <span class="muted since">+{spanText(since)}</span>
        {isOpen && (
          <button
            type="button"
            class={`live-toggle ${isLive ? 'is-live' : ''}`}
            aria-pressed={isLive}
            onClick={() => state.go(isLive ? last - 1 : undefined)}
            title={isLive ? 'The page follows new events' : 'Go to the newest event, and follow new ones'}
          >
            {isLive ? 'Live' : 'Go live'}
          </button>
        )}
      </p>
    </section>
  )
}

interface StepProps {
  readonly state: RunState
  readonly to: number
  readonly name: string
  readonly path: string
  readonly disabled: boolean
}

const Step = ({ state, to, name, path, disabled }: StepProps) => (
  <button
    type="button"
    class="plain"
    aria-label={name}
    title={name}
    aria-disabled={disabled}
    onClick={() => !disabled && state.go(to)}
  >
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={path} fill="currentColor" stroke="currentColor" stroke-width="1.2" stroke-linejoin="round" />
    </svg>
  </button>
)
