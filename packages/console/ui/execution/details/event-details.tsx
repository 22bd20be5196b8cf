import type { RawEvent } from '../../../src/api/index.ts'
import { useResource } from '../../live/resource.ts'
import { Copy } from '../../parts/copy.tsx'
import { At } from '../../parts/time.tsx'
import { stepTitle } from '../model/step-title.ts'
import { useRested } from '../rested.ts'
import type { RunState } from '../run-state.ts'
import { Payload } from '../value/payload.tsx'

/** The event of the moment: what happened, its payloads, and the event as SWF has it. */
export function EventDetails({ state }: { readonly state: RunState }) {
  const now = state.eventId.value
  const eventId = useRested(now)
  const { data, error } = useResource<RawEvent>(`${state.api}/events/${eventId}`, {
    reveal: state.revealed.value ? 1 : undefined,
  })
  const line = state.lines.line(now)
  const first = state.page.value.stepOf[now]
  const step =
    first === undefined ? undefined : state.view.value.steps.find(one => one.requested.eventId === first)
  const shown = eventId === now ? data : undefined
  const raw = shown && JSON.stringify(shown.event, undefined, 2)
  return (
    <>
      <p class="event-line">
        <strong>Event {now}</strong> <span class="mono small">{line?.type}</span>{' '}
        <span class="muted">
          <At at={state.times.value.at(now)} />
        </span>{' '}
        <Copy text={() => new URL(state.hrefOf(now), location.href).href} what={`a link to event ${now}`} />
      </p>
      <p class={`wrap line-${line?.kind ?? 'event'}`}>{line?.text ?? '…'}</p>
      {step !== undefined && (
        <p>
          Belongs to{' '}
          <button type="button" class="plain link" onClick={() => state.choose(step)}>
            {stepTitle(step)}
          </button>
        </p>
      )}
      {error !== undefined && <p class="error-line">{error.message}</p>}
      {Object.keys(shown?.payloads ?? {}).map(of => (
        <Payload key={`${eventId} ${of}`} state={state} eventId={eventId} of={of} title={titles[of] ?? of} />
      ))}
      {raw !== undefined && (
        <details class="raw">
          <summary>As SWF has it</summary>
          <Copy text={raw} what="the event as JSON" />
          <pre>{raw}</pre>
        </details>
      )}
    </>
  )
}

const titles: Readonly<Record<string, string>> = {
  input: 'Input',
  result: 'Result',
  details: 'Details',
  executionContext: 'Status',
}
