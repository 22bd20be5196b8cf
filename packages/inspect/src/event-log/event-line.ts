/** What a line is about, for colors and filters. */
export type LineKind =
  | 'start'
  | 'decision' // what a decider asked for
  | 'event' // what happened then
  | 'failure' // something failed, timed out or was refused
  | 'decider' // a decision task
  | 'close'

/** An event as one line for people. It contains no payload unless the reader was asked for payloads. */
export interface EventLine {
  readonly eventId: number
  readonly at: Date
  /** SWF's event type. */
  readonly type: string
  readonly kind: LineKind
  readonly text: string
  /** The payload of the event, in one line; only if payloads were asked for. */
  readonly payload: string | undefined
}
