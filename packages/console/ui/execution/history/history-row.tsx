import { useEffect } from 'preact/hooks'
import type { RowAttributes } from '../../parts/rows.tsx'
import { spanText } from '../../parts/time-text.ts'
import { stepAt } from '../model/step-at.ts'
import type { HistoryRow } from '../model/history-rows.ts'
import type { RunState } from '../run-state.ts'
import { StepState } from '../step-look.tsx'

interface Props {
  readonly eventId: number
  readonly inGroup: boolean
  readonly attributes: RowAttributes
  readonly state: RunState
}

/** An event: its id, when it was, and what happened. */
export function EventRow({ eventId, inGroup, attributes, state }: Props) {
  useEffect(() => state.lines.show(eventId), [eventId, state.last.value])
  const { tabIndex, ...others } = attributes
  const line = state.lines.line(eventId)
  const at = state.eventId.value
  const since = state.times.value.at(eventId) - state.times.value.at(1)
  return (
    <div
      {...others}
      class={`row ${inGroup ? 'in-group' : ''} ${eventId > at ? 'is-future' : ''}`}
      aria-selected={eventId === at}
      onClick={() => state.show(eventId)}
    >
      <div role="gridcell" class="event-id">
        <a
          href={state.hrefOf(eventId)}
          data-focus
          tabIndex={tabIndex}
          aria-current={eventId === at ? 'true' : undefined}
          onClick={event => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            state.show(eventId)
          }}
        >
          {eventId}
        </a>
      </div>
      <div role="gridcell" class="event-time muted">
        {spanText(since)}
      </div>
      <div role="gridcell" class={`clip line-${line?.kind ?? 'event'}`} title={line?.type}>
        {line?.text ?? '…'}
      </div>
    </div>
  )
}

interface GroupProps {
  readonly row: HistoryRow & { readonly row: 'group' }
  readonly attributes: RowAttributes
  readonly state: RunState
}

/** The heading of a step's events. */
export function GroupRow({ row, attributes, state }: GroupProps) {
  const { tabIndex, ...others } = attributes
  const { step, title, count } = row
  return (
    <div {...others} class="row history-group">
      <div role="gridcell" class="history-title">
        {step !== undefined && <StepState state={stepAt(step, state.at.value).state} />}
        {step === undefined ? (
          <span data-focus tabIndex={tabIndex}>
            {title}
          </span>
        ) : (
          <button
            type="button"
            class="plain link"
            data-focus
            tabIndex={tabIndex}
            onClick={() => state.choose(step)}
          >
            {title}
          </button>
        )}
        <span class="muted small">{count}</span>
      </div>
    </div>
  )
}
