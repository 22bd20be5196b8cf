import { useState } from 'preact/hooks'
import { sizeText } from '../model/value-text.ts'
import type { RunState } from '../run-state.ts'
import { Payload } from '../value/payload.tsx'

interface RunValue {
  readonly title: string
  readonly of: string
  readonly eventId: number
  readonly size: number
}

/** Input, result, failure and status of the run. Each is loaded when it's opened. */
export function Values({ state }: { readonly state: RunState }) {
  const { input, result, failure, closed, started, status, decisionTasks } = state.view.value
  const decided = decisionTasks.findLast(task => task.state === 'completed')?.closed
  const end = closed?.eventId ?? 0
  const values: RunValue[] = [
    ...(input ? [{ title: 'Input', of: 'input', eventId: started.eventId, size: input.size }] : []),
    ...(status && decided
      ? [{ title: 'Status', of: 'executionContext', eventId: decided.eventId, size: status.size }]
      : []),
    ...(result ? [{ title: 'Result', of: 'result', eventId: end, size: result.size }] : []),
    ...(failure?.details
      ? [{ title: 'Failure’s details', of: 'details', eventId: end, size: failure.details.size }]
      : []),
  ]
  return (
    <div class="run-values">
      {values.map(value => (
        <RunValue key={value.of} state={state} value={value} />
      ))}
    </div>
  )
}

function RunValue({ state, value }: { readonly state: RunState; readonly value: RunValue }) {
  const [open, setOpen] = useState(false)
  return (
    <details onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>
        {value.title} <span class="muted small">{sizeText(value.size)}</span>
      </summary>
      {open && <Payload state={state} eventId={value.eventId} of={value.of} title={value.title} />}
    </details>
  )
}
