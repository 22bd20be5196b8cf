import { createEventLog, type EventLine, type EventLog } from '@reyield/inspect'
import type { CommittedEvents } from '@reyield/local'
import type { Serializer } from '@reyield/workflow'
import type { CoderOf } from '@reyield/inspect/internal'
import type { Output } from '../output/output.ts'
import { cut, paint, text, widthOf } from '../output/text.ts'
import { eventText } from '../render/event-lines.ts'
import { decodedEvents } from '@reyield/inspect/internal'
import { payloadText } from '../runs/readable.ts'

/** Workflow ids up to this width are aligned. */
const widestId = 24

/** How payloads are shown. */
export interface PayloadReading {
  readonly serializer: Serializer
  readonly coder: CoderOf
}

/** Prints the events of all executions as they come, one a line. Of a text with several lines it's the first: the worker logs all of them. */
export class Feed {
  readonly #out: Output
  readonly #payloads: PayloadReading | undefined
  /** Of open runs, by their run ids. */
  readonly #logs = new Map<string, EventLog>()
  #printed: Promise<void> = Promise.resolve()
  #width = 0

  /** Without `payloads`, these aren't shown. */
  constructor(out: Output, payloads?: PayloadReading) {
    this.#out = out
    this.#payloads = payloads
  }

  add(committed: CommittedEvents): void {
    this.#printed = this.#printed.then(() => this.#print(committed))
  }

  /** Resolves when everything that was added is printed. */
  async settled(): Promise<void> {
    await this.#printed
  }

  async #print({ workflowId, runId, events }: CommittedEvents): Promise<void> {
    const readable =
      this.#payloads === undefined ? events : await decodedEvents(events, this.#payloads.coder(workflowId))
    const log = this.#logs.get(runId) ?? this.#newLog()
    this.#logs.set(runId, log)
    for (const event of readable) {
      const line = log.line(event)
      if (line?.kind === 'close') this.#logs.delete(runId)
      if (line !== undefined) this.#line(workflowId, line)
    }
  }

  #newLog(): EventLog {
    const { serializer } = this.#payloads ?? {}
    return createEventLog(serializer === undefined ? {} : { payload: each => payloadText(each, serializer) })
  }

  #line(workflowId: string, event: EventLine): void {
    const width = widthOf(workflowId)
    if (width <= widestId) this.#width = Math.max(this.#width, width)
    const id = text`${paint.cyan(workflowId)}${' '.repeat(Math.max(0, this.#width - width))}`
    const line = eventText({ ...event, text: event.text.split('\n')[0]! })
    const time = paint.dim(event.at.toTimeString().slice(0, 8))
    const whole = text`${time}  ${id}  ${line}`
    // a failure says what to do at its end
    this.#out.line(event.kind === 'failure' ? whole : cut(whole, this.#out.width))
  }
}
