import { spanText } from '../../parts/time-text.ts'
import { Shape } from '../../parts/state.tsx'
import { hrefOf } from '../../routes.ts'
import { comingOf, endOf, needsOf, type Coming, type Need } from '../model/outlook.ts'
import type { RunState } from '../run-state.ts'
import { FailureText } from '../details/failure.tsx'

/** How many things to come are listed; the timeline has them all. */
const most = 4

/** What the run needs of people and why, and what happens next and when. */
export function Outlook({ state }: { readonly state: RunState }) {
  const view = state.view.value
  const needs = needsOf(view)
  const coming = comingOf(view)
  const end = endOf(view)
  const { nextRunId } = view.relatives
  return (
    <div class="outlook">
      {needs.length > 0 && (
        <section class="needs" aria-label="Needs attention">
          <h2>Needs attention</h2>
          <ul>
            {needs.map((need, index) => (
              <NeedLine key={index} need={need} state={state} />
            ))}
          </ul>
        </section>
      )}
      <section aria-label={end === undefined ? 'What happens next' : 'How it ended'}>
        <h2>{end === undefined ? 'What happens next' : 'How it ended'}</h2>
        {end !== undefined && (
          <p>
            {end}{' '}
            {nextRunId !== undefined && (
              <a href={hrefOf({ workflowId: state.page.value.run.workflowId, runId: nextRunId })}>
                Go to the next run
              </a>
            )}
          </p>
        )}
        {view.failure !== undefined && <FailureText failure={view.failure} />}
        {end === undefined && (
          <ul>
            {coming.length === 0 && <li>Nothing by itself.</li>}
            {coming.slice(0, most).map((one, index) => (
              <ComingLine key={index} coming={one} state={state} />
            ))}
            {coming.length > most && <li class="muted">and {coming.length - most} more, in the timeline</li>}
          </ul>
        )}
      </section>
    </div>
  )
}

function NeedLine({ need, state }: { readonly need: Need; readonly state: RunState }) {
  const { eventId } = need
  const isBad = need.kind === 'held' || need.kind === 'nearTimeout' || need.kind === 'decisionTaskTimeouts'
  const look = () => {
    const step = state.view.peek().steps.findLast(({ id }) => id === need.step)
    if (step !== undefined) state.choose(step)
    else if (need.kind === 'held') state.details.value = 'decisions'
    if (step === undefined && eventId !== undefined) state.go(eventId)
  }
  return (
    <li>
      <span class={`state ${isBad ? 'bad' : 'warn'}`}>
        <Shape shape="triangle" />
      </span>
      <div>
        <p class="need-text">
          {need.text}.{' '}
          {(need.step !== undefined || eventId !== undefined) && (
            <button type="button" class="plain link" onClick={look}>
              Show {need.step === undefined ? `event ${eventId}` : 'the step'}
            </button>
          )}
        </p>
        <p class="muted">{need.todo}</p>
      </div>
    </li>
  )
}

function ComingLine({ coming, state }: { readonly coming: Coming; readonly state: RunState }) {
  const { text, at, step } = coming
  const left = at === undefined ? undefined : at - state.present.value
  return (
    <li>
      <span class="when">{left === undefined ? 'now' : left > 0 ? `in ${spanText(left)}` : 'due'}</span>
      {step === undefined ? (
        <span class="wrap">{text}</span>
      ) : (
        <button type="button" class="plain link wrap" onClick={() => state.choose(step)}>
          {text}
        </button>
      )}
    </li>
  )
}
