import { useEffect, useState } from 'preact/hooks'
import { useEvent } from '../../live/events.ts'
import { Rows } from '../../parts/rows.tsx'
import { counted } from '../../parts/time-text.ts'
import { whole, within, zoomed } from '../model/zoom.ts'
import type { RunState } from '../run-state.ts'
import { Axis } from './axis.tsx'
import { Legend } from './legend.tsx'
import { TimelineRowView } from './timeline-row.tsx'
import { TimelineState } from './timeline-state.ts'

const step = 1.6

/** Steps in time: one row each, of which only those in view exist. */
export function Timeline({ state }: { readonly state: RunState }) {
  const [timeline] = useState(() => new TimelineState(state))
  useEffect(() => timeline.start(), [timeline])
  useEvent('executions', ({ changed }) => timeline.changed(changed))
  const rows = timeline.rows.value
  const zoom = timeline.zoom.value
  const cursor = timeline.cursor.value
  const zoomBy = (factor: number) => (timeline.zoom.value = zoomed(zoom, factor, cursor))
  const shown = shownRow(state, timeline)
  return (
    <section class="panel pane timeline" aria-label="Timeline">
      <header>
        <h2>Timeline</h2>
        <span class="muted small">{counted(state.view.value.steps.length, 'step')}</span>
        <Legend />
        <div class="pane-tools">
          <label class="small">
            <input
              type="checkbox"
              checked={timeline.collapse.value}
              onChange={event => (timeline.collapse.value = event.currentTarget.checked)}
            />{' '}
            Shorten idle time
          </label>
          <button
            type="button"
            class="plain"
            aria-label="Zoom out"
            title="Zoom out"
            onClick={() => zoomBy(step)}
          >
            −
          </button>
          <button
            type="button"
            class="plain"
            aria-label="Zoom in"
            title="Zoom in"
            onClick={() => zoomBy(1 / step)}
          >
            +
          </button>
          <button type="button" class="plain" onClick={() => (timeline.zoom.value = whole)}>
            Fit
          </button>
        </div>
      </header>
      <div
        class="timeline-body"
        style={{ '--cursor': `${within(zoom, cursor) * 100}%`, '--gaps': gaps(timeline) }}
      >
        <Rows
          label="Steps of the run in time"
          role="grid"
          scrolls
          class="timeline-rows"
          count={rows.length}
          {...(shown === undefined ? {} : { shown })}
          head={<Axis timeline={timeline} />}
          row={(index, attributes) => (
            <TimelineRowView
              key={rows[index]!.key}
              row={rows[index]!}
              timeline={timeline}
              attributes={attributes}
            />
          )}
        />
      </div>
    </section>
  )
}

/** How many events of decision tasks may lie between the moment and the step that is in view with it. */
const near = 30

/** The row of the step to which the moment belongs, or of the one that was chosen last. */
function shownRow(state: RunState, timeline: TimelineState): number | undefined {
  const { stepOf } = state.page.value
  const rows = timeline.rowOf.value
  const at = state.eventId.value
  for (let id = at; id > 0 && id > at - near; id--) {
    const row = rows.get(stepOf[id] ?? -1)
    if (row !== undefined) return row
  }
  return rows.get(state.step.value ?? -1)
}

/** How many short stretches are marked: more can't be told apart. */
const mostGaps = 80

/** Short stretches of idle time in view, as the background of each row. */
function gaps({ scale, zoom }: TimelineState): string {
  const { x0, x1 } = zoom.value
  const idle = scale.value.pieces
    .filter(piece => piece.idle && piece.x1 > x0 && piece.x0 < x1)
    .slice(0, mostGaps)
  if (idle.length === 0) return 'none'
  const stops = idle.flatMap(piece => {
    const [from, to] = [within(zoom.value, piece.x0), within(zoom.value, piece.x1)].map(
      x => `${(x * 100).toFixed(3)}%`,
    )
    return [`transparent ${from}`, `var(--gap) ${from}`, `var(--gap) ${to}`, `transparent ${to}`]
  })
  return `linear-gradient(to right, ${stops.join(', ')})`
}
