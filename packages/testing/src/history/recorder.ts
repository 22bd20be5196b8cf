import type { ChosenDeadline, ExecutionView, TransitionFailure } from '@reyield/local'
import type { Serializer } from '@reyield/workflow'
import { dated } from '../simulator/execution.ts'
import { SimulatedSwf } from '../simulator/swf.ts'
import type { Batch } from './asked.ts'
import { nextTime, type Clock } from './clock.ts'
import { ImpossibleHistoryError } from './impossible.ts'
import { openTexts } from './open.ts'
import { refusedBySwf } from './swf-refusal.ts'
import type { Recorded, Written } from './written.ts'

/** Records steps of a fake history: tells them to SWF, and moves time. */
export class Recorder {
  readonly #before: Recorded | undefined
  #swf: SimulatedSwf | undefined
  #batch: Batch | undefined
  #serializers: ReadonlyMap<string, Serializer>
  clock: Clock
  runId: string

  constructor({ clock, recorded }: Written) {
    this.clock = clock
    this.#before = recorded
    this.#batch = recorded?.batch
    this.runId = recorded?.runId ?? ''
    this.#serializers = recorded?.serializers ?? new Map<string, Serializer>()
  }

  /** What has been written. */
  written(): Written {
    const swf = this.#swf
    const { clock } = this
    if (swf === undefined) return { clock, recorded: this.#before }
    const batch = this.#batch
    const execution = swf.executions.get(this.runId)!
    const recorded: Recorded = {
      swf,
      length: swf.log.length,
      runId: this.runId,
      events: execution.events,
      eventCount: execution.events.length,
      batch,
      queued: execution.queued?.scheduledEventId,
      started: batch === undefined ? execution.started?.startedEventId : undefined,
      closed: execution.closed && execution.events.at(-1)!.eventType,
      serializers: this.#serializers,
    }
    return { clock, recorded }
  }

  /** SWF, with all that was written recorded. */
  get swf(): SimulatedSwf {
    this.endBatch()
    return this.#unsettled
  }

  get execution(): ExecutionView {
    return this.swf.executions.get(this.runId)!
  }

  get started(): boolean {
    return this.runId !== ''
  }

  /** Time of the transaction being written. */
  get now(): number {
    return this.clock.last!
  }

  /** Starts the execution in a new SWF. */
  begin(step: string, runId: string, start: (swf: SimulatedSwf) => void): void {
    const swf = new SimulatedSwf({ start: this.now }, 'chosen')
    swf.nextRunId = runId
    this.attempt(step, () => start(swf))
    this.#swf = swf
    this.runId = runId
  }

  /** Begins a transaction. `due`: SWF records it no earlier. `last`: it is the execution's own timeout. */
  transaction(step: string, due?: number, last = false): void {
    const time = nextTime(this.clock, due)
    if (due !== undefined && time < due) {
      throw this.never(step, `it is due at ${iso(due)}, but the test sets its time to ${iso(time)}`)
    }
    if (!last) this.#checkDeadline(step, time)
    this.#moveTo({ ...this.clock, last: time, nextAt: undefined })
  }

  /**
   * Begins the transaction of a step that another step implies. A time that the test has set applies to the other step.
   */
  impliedTransaction(): void {
    const { nextAt } = this.clock
    const time = Math.min(nextTime({ ...this.clock, nextAt: undefined }), nextAt ?? Infinity)
    this.#checkDeadline('A step', time)
    this.#moveTo({ ...this.clock, last: time })
  }

  /** Sends a request. A request that SWF rejects makes the step impossible. */
  request(step: string, action: string, input: object, activityId?: string): void {
    const selector = { runId: this.runId, ...(activityId === undefined ? {} : { activityId }) }
    this.attempt(step, () => this.swf.request(action, input, selector))
  }

  /** Runs a request to SWF. If SWF rejects it, the step is impossible. */
  attempt<T>(step: string, request: () => T): T {
    try {
      return request()
    } catch (error) {
      const why = refusedBySwf(error)
      throw why === undefined ? error : this.never(step, why)
    }
  }

  /** Lets SWF do what an event requested. */
  carryOut(
    kind: Parameters<SimulatedSwf['carryOut']>[0]['kind'],
    eventId: number,
    failure?: TransitionFailure,
  ) {
    this.swf.carryOut({ runId: this.runId, kind, eventId, ...(failure === undefined ? {} : { failure }) })
  }

  /** Lets a timer fire or a timeout of the execution pass. */
  expire(chosen: Omit<ChosenDeadline, 'runId'>): void {
    this.swf.expire({ runId: this.runId, ...chosen })
  }

  /** The batch at the end of the history, if more decisions can be added to it. */
  get batch(): Batch | undefined {
    return this.#batch
  }

  /** Replaces the batch at the end. SWF stands before it. */
  decide(make: (swf: SimulatedSwf, execution: ExecutionView) => Batch): void {
    const swf = this.#unsettled
    this.#batch = make(swf, swf.executions.get(this.runId)!)
    if (!this.#batch.canGrow) this.endBatch()
  }

  /** Records the batch at the end, if there is one: the next decision is in another one. */
  endBatch(): void {
    const batch = this.#batch
    if (batch === undefined) return
    this.#batch = undefined
    const swf = this.#unsettled
    swf.now = batch.at
    swf.commit(batch.draft)
  }

  /** The serializer of an open activity, if the test has scheduled it itself. */
  serializerOf(activityId: string): Serializer | undefined {
    return this.#serializers.get(activityId)
  }

  remember(activityId: string, serializer: Serializer): void {
    this.#serializers = new Map(this.#serializers).set(activityId, serializer)
  }

  impossible(step: string, why: string): ImpossibleHistoryError {
    return new ImpossibleHistoryError(step, why, this.open())
  }

  /** The error for a step that no decision of the workflow could make possible. */
  never(step: string, why: string): ImpossibleHistoryError {
    return new ImpossibleHistoryError(step, why, this.open(), { forGood: true })
  }

  /** Descriptions of the open operations. */
  open(): string[] {
    return this.started ? openTexts(this) : []
  }

  get #unsettled(): SimulatedSwf {
    if (this.#swf === undefined) {
      const { swf, length } = this.#before!
      const stands = swf.log.length === length
      this.#swf = stands ? swf : new SimulatedSwf({ log: swf.log.slice(0, length) }, 'chosen')
    }
    return this.#swf
  }

  #moveTo(clock: Clock): void {
    this.clock = clock
    if (!this.started) return
    const { swf } = this
    swf.now = clock.last!
  }

  #checkDeadline(step: string, time: number): void {
    const deadline = this.started ? this.execution.deadline?.at : undefined
    if (deadline === undefined || time <= deadline) return
    const { executionStartToCloseTimeout: limit } = dated(
      this.execution.events[0]!,
    ).workflowExecutionStartedEventAttributes!
    throw this.never(
      step,
      `the execution times out at ${iso(deadline)} (executionStartToClose ${limit} s) and it is ${iso(time)}`,
    )
  }
}

export const iso = (time: number): string => new Date(time).toISOString()
