import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { PayloadCoder } from '@reyield/data/internal'
import { createEventLog, type EventLine, type RecordedRun } from '@reyield/inspect'
import { decodedEvents, withReadableError } from '@reyield/inspect/internal'
import type { RunRef } from '../api/index.ts'

const closing = /^WorkflowExecution(?:Completed|Failed|Canceled|Terminated|TimedOut|ContinuedAsNew)$/

/** The history of a run as far as it was read, and what is made of it. Events are only added. */
export class History {
  readonly run: RunRef | undefined
  /** As SWF has them. */
  readonly events: HistoryEvent[] = []
  readonly #coder: PayloadCoder
  /** Whether payloads must not be in texts: then what is shown isn't decoded. */
  readonly #isRedacted: boolean
  readonly #decoded: HistoryEvent[] = []
  #decoding: Promise<void> = Promise.resolve()
  readonly #lines: EventLine[] = []
  #log = createEventLog()
  #logged = 0
  #shown: { readonly lastEventId: number; readonly run: Promise<RecordedRun> } | undefined

  constructor(run: RunRef | undefined, coder: PayloadCoder, isRedacted: boolean) {
    this.run = run
    this.#coder = coder
    this.#isRedacted = isRedacted
  }

  get lastEventId(): number {
    return this.events.length
  }

  get isClosed(): boolean {
    return closing.test(this.events.at(-1)?.eventType ?? '')
  }

  /** Adds events that follow the last one. */
  add(events: readonly HistoryEvent[]): void {
    for (const event of events) if (event.eventId === this.events.length + 1) this.events.push(event)
  }

  event(eventId: number): HistoryEvent | undefined {
    return this.events[eventId - 1]
  }

  /** The run with payloads that the pipeline has decoded, for replays. The events are the same objects at each call. */
  async decoded(): Promise<RecordedRun> {
    this.#decoding = this.#decoding.then(async () => {
      const more = this.events.slice(this.#decoded.length)
      for (const event of await decodedEvents(more, this.#coder)) this.#decoded.push(event)
    })
    await this.#decoding
    return { execution: this.run, events: this.#decoded.slice() }
  }

  /** The run as it's shown: decoded unless payloads are secret. The error that holds an execution is readable in both cases. */
  shown(): Promise<RecordedRun> {
    const { lastEventId } = this
    if (this.#shown?.lastEventId !== lastEventId) {
      const run = { execution: this.run, events: this.events.slice() }
      this.#shown = {
        lastEventId,
        run: this.#isRedacted ? withReadableError(run, this.#coder).catch(() => run) : this.decoded(),
      }
    }
    return this.#shown.run
  }

  /** A line for each event. */
  async lines(): Promise<readonly EventLine[]> {
    const { events } = await this.shown()
    if (this.#isRedacted && this.#logged < events.length) {
      // the error that held the execution is readable only in its last decision task
      this.#log = createEventLog()
      this.#logged = this.#lines.length = 0
    }
    for (; this.#logged < events.length; this.#logged++) {
      const event = events[this.#logged]!
      this.#lines.push(this.#log.line(event) ?? foldedLine(event))
    }
    return this.#lines
  }
}

/** The line of an event that an event log folds into a later one: `decision task started`. */
const foldedLine = ({ eventId, eventTimestamp, eventType }: HistoryEvent): EventLine => ({
  eventId: eventId!,
  at: eventTimestamp!,
  type: eventType!,
  kind: 'decider',
  text: eventType!.replaceAll(/(?!^)[A-Z]/g, letter => ` ${letter}`).toLowerCase(),
  payload: undefined,
})
