import type { StepView } from '@reyield/inspect'
import { spanText } from '../../parts/time-text.ts'
import { hrefOf } from '../../routes.ts'
import { stepAt, type StepAt } from '../model/step-at.ts'
import { stepTitle } from '../model/step-title.ts'
import type { RunState } from '../run-state.ts'
import { StepState } from '../step-look.tsx'
import { tookText } from '../timeline/took-text.ts'
import { Payload } from '../value/payload.tsx'
import { FailureText } from './failure.tsx'

/** A step, how it was at the moment that is shown, and the run. */
interface Shown {
  readonly step: StepView
  readonly then: StepAt
  readonly state: RunState
}

/** The chosen step as it was at the moment: state, lines, what it was given, what it returned, and each attempt. */
export function StepDetails({ state }: { readonly state: RunState }) {
  const first = state.step.value
  const step =
    first === undefined ? undefined : state.view.value.steps.find(one => one.requested.eventId === first)
  if (step === undefined) {
    return <p class="empty">Choose a step in the timeline, in the code, or in the history.</p>
  }
  const then = stepAt(step, state.at.value)
  const { execution } = step
  const many = then.attempts.length > 1
  const failure = failureOf(step, then)
  return (
    <>
      <p class="event-line">
        <StepState state={then.state} named />
        <strong class="wrap">{stepTitle(step)}</strong>
        <span class="muted mono small">{step.id}</span>
        <span class="muted">{tookText(step, then, state.at.value)}</span>
      </p>
      <Lines step={step} state={state} />
      {execution?.runId !== undefined && (
        <p>
          <a href={hrefOf({ workflowId: execution.workflowId, runId: execution.runId })}>
            Go to {execution.workflowId}
          </a>
        </p>
      )}
      <TimeLeft step={step} then={then} state={state} />
      <Later step={step} then={then} state={state} />
      {failure !== undefined && <FailureText failure={failure} />}
      {many && <Attempts step={step} then={then} state={state} />}
      <StepPayloads key={step.requested.eventId} step={step} then={then} state={state} />
      {!many && then.attempts.length > 0 && <Attempts step={step} then={then} state={state} />}
      <p class="small">
        <span class="muted">Events</span> <EventLinks events={step.events} state={state} />
      </p>
    </>
  )
}

/** Why the step failed, or its last attempt while it's retried. */
function failureOf(step: StepView, { closed, attempts }: StepAt): StepView['failure'] {
  if (closed !== undefined) return step.failure
  const last = attempts.findLast(one => one.closed !== undefined)
  return last && step.attempts[last.number - 1]?.failure
}

/** When an open step goes on or times out. History doesn't keep the deadlines of moments that are over. */
function TimeLeft({ step, then, state }: Shown) {
  const { deadline, nextAttempt } = step
  const at = nextAttempt ?? deadline
  if (at === undefined || then.closed !== undefined || !state.isLive.value) return null
  const left = at.at.getTime() - state.at.value.now
  const when = left > 0 ? `in ${spanText(left)}` : `${spanText(-left)} ago`
  if (nextAttempt !== undefined)
    return (
      <p>
        Attempt {nextAttempt.number} begins {when}.
      </p>
    )
  return (
    <p>
      {deadline!.kind === 'fires'
        ? `It fires ${when}.`
        : `It times out ${when} (${deadline!.kind}, ${spanText(deadline!.timeout)} in all).`}
    </p>
  )
}

/** Says that the step looks different now, and goes there. */
function Later({ step, then, state }: Shown) {
  const { closed } = step
  if (closed === undefined || then.closed !== undefined) return null
  return (
    <p class="later-note">
      This is how it was at event {state.eventId.value}.{' '}
      <button type="button" class="plain link" onClick={() => state.go(closed.eventId)}>
        Go to its end, event {closed.eventId}
      </button>
    </p>
  )
}

function Lines({ step, state }: { readonly step: StepView; readonly state: RunState }) {
  const lines = step.lines ?? []
  if (lines.length === 0) return null
  return (
    <ul class="step-lines">
      {lines.map((line, index) => (
        <li key={index}>
          <button
            type="button"
            class="plain link"
            onClick={() => (state.goTo.value = { file: line.file, line: line.line })}
          >
            {line.file.split(/[\\/]/).at(-1)}:{line.line}
          </button>{' '}
          <code class="clip">{line.text?.trim()}</code>
        </li>
      ))}
    </ul>
  )
}

function StepPayloads({ step, then, state }: Shown) {
  const { input, result, failure, requested, closed, kind } = step
  if (then.state === 'future') return <p class="muted">It hadn’t been requested at that moment.</p>
  return (
    <>
      {result !== undefined && then.closed !== undefined && closed !== undefined && (
        <Payload
          state={state}
          eventId={closed.eventId}
          of={kind === 'marker' ? 'details' : 'result'}
          title="Result"
        />
      )}
      {failure?.details !== undefined && then.closed !== undefined && closed !== undefined && (
        <Payload state={state} eventId={closed.eventId} of="details" title="Failure’s details" />
      )}
      {input !== undefined && <Payload state={state} eventId={requested.eventId} of="input" title="Input" />}
    </>
  )
}

function Attempts({ step, then, state }: Shown) {
  const end = state.at.value.now
  const time = (ref: { readonly at: Date } | undefined) => ref?.at.getTime()
  return (
    <table class="attempts">
      <caption>Attempts</caption>
      <thead>
        <tr>
          <th scope="col">#</th>
          <th scope="col">State</th>
          <th scope="col" class="number">
            Queue
          </th>
          <th scope="col" class="number">
            Ran
          </th>
          <th scope="col">Worker</th>
          <th scope="col">Failure</th>
        </tr>
      </thead>
      <tbody>
        {then.attempts.map(({ number, state: one, scheduled, started, closed, identity }) => {
          const failure = closed && step.attempts[number - 1]?.failure
          const queued = (time(started) ?? time(closed) ?? end) - scheduled.at.getTime()
          return (
            <tr key={number}>
              <th scope="row">
                <button
                  type="button"
                  class="plain link"
                  onClick={() => state.go((closed ?? started ?? scheduled).eventId)}
                >
                  {number}
                </button>
              </th>
              <td>
                <StepState state={one} named />
              </td>
              <td class="number">{spanText(Math.max(0, queued))}</td>
              <td class="number">{started && spanText((time(closed) ?? end) - time(started)!)}</td>
              <td class="wrap">{started && identity}</td>
              <td>{failure && <FailureText failure={failure} />}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** Links to the first events of a step, and to its last. */
function EventLinks({ events, state }: { readonly events: readonly number[]; readonly state: RunState }) {
  const shown = events.length > 12 ? [...events.slice(0, 8), undefined, ...events.slice(-3)] : events
  return (
    <>
      {shown.map((eventId, index) =>
        eventId === undefined ? (
          <span key={index}> … </span>
        ) : (
          <button
            key={index}
            type="button"
            class="plain link"
            aria-label={`Go to event ${eventId}`}
            onClick={() => state.go(eventId)}
          >
            {eventId}
          </button>
        ),
      )}
    </>
  )
}
