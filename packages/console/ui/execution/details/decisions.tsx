import { useState } from 'preact/hooks'
import type { CheckPage, DecisionsPage } from '../../../src/api/index.ts'
import { useResource } from '../../live/resource.ts'
import { decisionTaskAt } from '../model/decision-task-at.ts'
import { useRested } from '../rested.ts'
import type { RunState } from '../run-state.ts'
import { spanText } from '../../parts/time-text.ts'

/** The decision task of the moment: what it decided, and where the code would decide otherwise. */
export function Decisions({ state }: { readonly state: RunState }) {
  const tasks = state.view.value.decisionTasks
  const found = decisionTaskAt(tasks, state.eventId.value)
  const now = found?.task.started?.eventId
  const started = useRested(now)
  const { data, error } = useResource<DecisionsPage>(
    started === undefined ? undefined : `${state.api}/decisions/${started}`,
  )
  if (found === undefined) return <p class="empty">No decision task has been scheduled.</p>
  const { task, number } = found
  const near = (by: number) => tasks[number - 1 + by]?.started?.eventId
  return (
    <>
      <p class="event-line">
        <strong>
          Decision task {number} of {tasks.length}
        </strong>
        <Near name="The one before" to={near(-1)} state={state} text="‹" />
        <Near name="The next one" to={near(1)} state={state} text="›" />
        <span class="muted">
          {words[task.state]}
          {task.decisionTime !== undefined &&
            task.closed !== undefined &&
            ` in ${spanText(task.decisionTime)}`}
          {task.identity !== undefined && ` by ${task.identity}`}
          {task.buildId !== undefined && `, build ${task.buildId}`}
        </span>
      </p>
      {task.held !== undefined && (
        <p class="error-line">
          It holds the execution: {task.held.code}
          {task.held.message !== undefined && `: ${task.held.message}`}
        </p>
      )}
      {error !== undefined && <p class="error-line">{error.message}</p>}
      {now === undefined && <p class="muted">No decider has started it.</p>}
      {data !== undefined && started === now && <Compared page={data} />}
      <Check state={state} />
    </>
  )
}

const words = {
  waiting: 'waits',
  started: 'is being decided',
  completed: 'decided',
  timedOut: 'timed out',
} as const

const Near = ({
  name,
  to,
  state,
  text,
}: {
  readonly name: string
  readonly to: number | undefined
  readonly state: RunState
  readonly text: string
}) => (
  <button
    type="button"
    class="plain"
    aria-label={name}
    title={name}
    aria-disabled={to === undefined}
    onClick={() => to !== undefined && state.go(to)}
  >
    {text}
  </button>
)

function Compared({ page: { recorded, decided, diff } }: { readonly page: DecisionsPage }) {
  if (diff !== undefined) {
    return (
      <>
        <p class="error-line">
          The code decides otherwise: <code>-</code> is what history records, <code>+</code> what the code
          decides.
        </p>
        <ol class="decision-lines diff">
          {diff.map((line, index) => (
            <li key={index} class={line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : ''}>
              {line}
            </li>
          ))}
        </ol>
      </>
    )
  }
  const lines = recorded.length > 0 ? recorded : (decided ?? [])
  return (
    <>
      {lines.length === 0 ? (
        <p class="muted">It decided nothing.</p>
      ) : (
        <ol class="decision-lines">
          {lines.map((line, index) => (
            <li key={index}>{line}</li>
          ))}
        </ol>
      )}
      {decided !== undefined && <p class="muted small">The code decides the same.</p>}
    </>
  )
}

/** Whether the code fits the whole history. That replays it at each decision task, so it's done when it's asked for. */
function Check({ state }: { readonly state: RunState }) {
  const [wanted, setWanted] = useState(false)
  const { data, error } = useResource<CheckPage>(wanted ? `${state.api}/check` : undefined)
  if (state.view.value.code.shownWith === undefined && state.view.value.code.error === undefined) return null
  if (!wanted) {
    return (
      <button type="button" onClick={() => setWanted(true)}>
        Check all decision tasks
      </button>
    )
  }
  return (
    <div role="status">
      {data === undefined && error === undefined && <p class="muted">Replaying…</p>}
      {error !== undefined && <p class="error-line">{error.message}</p>}
      {data !== undefined && data.error === undefined && (
        <p class="tone-ok">The code fits the history at each of {data.decisionTasks} decision tasks.</p>
      )}
      {data?.error !== undefined && (
        <>
          <p class="error-line">
            It doesn’t fit {data.error.eventId === undefined ? '' : 'at '}
            {data.error.eventId !== undefined && (
              <button type="button" class="plain link" onClick={() => state.go(data.error?.eventId)}>
                event {data.error.eventId}
              </button>
            )}
          </p>
          <pre class="message">{data.error.message}</pre>
        </>
      )}
    </div>
  )
}
