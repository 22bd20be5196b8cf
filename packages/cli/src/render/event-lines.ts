import type { EventLine, LineKind } from '@reyield/inspect'
import type { Output } from '../output/output.ts'
import { joined, paint, text, type Text } from '../output/text.ts'
import type { RunIds } from '../runs/locate.ts'

const colors: Readonly<Record<LineKind, (text: Text) => Text>> = {
  start: paint.bold,
  decision: paint.blue,
  event: each => each,
  failure: paint.red,
  decider: paint.dim,
  close: paint.green,
}

/** Prints the line above the events. */
export function printTitle(out: Output, execution: RunIds | undefined): void {
  if (!out.isTerminal || execution === undefined) return
  out.line(text`${paint.bold(execution.workflowId)}  ${paint.dim(`run ${execution.runId}, times in UTC`)}`)
}

/** What happened, in its color, and the payload if there is one. */
export const eventText = ({
  kind,
  text: what,
  payload,
}: Pick<EventLine, 'kind' | 'text' | 'payload'>): Text =>
  joined([colors[kind](what), ...(payload === undefined ? [] : ['  ', paint.dim(payload)])])

/** Prints an event: its id, its time, and what happened. In a terminal, decisions are indented. */
export function printEventLine(out: Output, event: EventLine): void {
  const { eventId, at, kind } = event
  const line = eventText(event)
  if (!out.isTerminal) {
    out.line(text`${eventId} ${at.toISOString()} ${line}`)
    return
  }
  const time = at.toISOString().replace('T', ' ').slice(5, 23)
  out.line(
    text`${String(eventId).padStart(5)}  ${paint.dim(time)}  ${kind === 'decision' ? '  ' : ''}${line}`,
  )
}
