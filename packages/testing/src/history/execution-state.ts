import type { ActivityTaskScheduledEventAttributes, HistoryEvent } from '@aws-sdk/client-swf'
import { attributesMember } from '@reyield/data/internal'
import type { Serializer } from '@reyield/workflow'
import { nextTime, type Clock } from './clock.ts'
import { ImpossibleHistoryError } from './impossible.ts'
import { SharedLog } from './shared-log.ts'

export interface OpenActivity {
  readonly scheduled: ActivityTaskScheduledEventAttributes
  readonly scheduledEventId: number
  readonly scheduledAt: number
  /** 0: no worker has it yet. */
  readonly startedEventId: number
  readonly startedAt: number | undefined
  readonly cancelRequestedEventId: number | undefined
  readonly serializer: Serializer | undefined
}

export interface OpenTimer {
  readonly timerId: string
  readonly startedEventId: number
  /** Its length, SWF's seconds. */
  readonly seconds: number
  readonly firesAt: number
}

/** A child, an outgoing signal or cancel request, or a Lambda function. */
export interface OpenOther {
  readonly kind: 'child' | 'signal' | 'cancel' | 'lambda'
  /** Its place in the workflow (`control`), of a Lambda function its id. */
  readonly id: string
  readonly openedEventId: number
  /** Id of the DecisionTaskCompleted with its decision. */
  readonly completedId: number
  readonly control: string | undefined
  readonly input: string | undefined
  readonly workflowId: string | undefined
  readonly runId: string | undefined
  /** Of a child its type; of a Lambda function or a signal its name, without a version. */
  readonly type: { readonly name: string; readonly version: string } | undefined
  /** How long a child or a Lambda function may take: SWF's seconds or `NONE`. */
  readonly limit: string | undefined
  /** Of a child. 0: it hasn't started. */
  readonly startedEventId: number
  readonly startedAt: number | undefined
}

/** How the execution was started. */
export interface Begun {
  readonly at: number
  readonly workflowType: { readonly name: string; readonly version: string }
  readonly taskList: string
  readonly executionStartToClose: string
  readonly taskStartToClose: string
  readonly childPolicy: string
}

/**
 * Amazon SWF for one execution: its open operations and its events. At most one decision task is queued and one is
 * started. Events of one transaction have one timestamp, and ids have no gaps.
 */
export class ExecutionState {
  readonly log: SharedLog
  readonly activities: Map<string, OpenActivity>
  readonly timers: Map<string, OpenTimer>
  /** By the event that opened them. */
  readonly others: Map<number, OpenOther>
  clock: Clock
  begun: Begun | undefined
  /** Id of the DecisionTaskScheduled of a task that no decider has taken. */
  queued: number | undefined
  /** The decision task that a decider has taken. */
  started: { readonly scheduledEventId: number; readonly eventId: number; readonly at: number } | undefined
  /** The completion that ends the history so far: more decisions may still be added to its batch. */
  batch: { readonly completedId: number } | undefined
  /** Type of the closing event. */
  closed: string | undefined

  constructor(from: { clock: Clock } | ExecutionState) {
    const before = from instanceof ExecutionState ? from : undefined
    this.clock = from.clock
    this.log = before?.log.copy() ?? new SharedLog()
    this.activities = new Map(before?.activities)
    this.timers = new Map(before?.timers)
    this.others = new Map(before?.others)
    this.begun = before?.begun
    this.queued = before?.queued
    this.started = before?.started
    this.batch = before?.batch
    this.closed = before?.closed
  }

  /** Time of the transaction being written. */
  get now(): number {
    return this.clock.last!
  }

  /** Begins a transaction. `due`: SWF records it no earlier. `last`: it is the execution's own timeout. */
  transaction(step: string, due?: number, last = false): void {
    const time = nextTime(this.clock, due)
    if (due !== undefined && time < due) {
      throw this.never(step, `it is due at ${iso(due)}, but the test sets its time to ${iso(time)}`)
    }
    if (!last) this.#checkDeadline(step, time)
    this.clock = { ...this.clock, last: time, nextAt: undefined }
    this.batch = undefined
  }

  /**
   * Begins the transaction of a step that another step implies. A time that the test has set applies to the other step.
   */
  impliedTransaction(): void {
    const { nextAt } = this.clock
    const time = Math.min(nextTime({ ...this.clock, nextAt: undefined }), nextAt ?? Infinity)
    this.#checkDeadline('A step', time)
    this.clock = { ...this.clock, last: time }
    this.batch = undefined
  }

  #checkDeadline(step: string, time: number): void {
    const { at = 0, executionStartToClose = '' } = this.begun ?? {}
    const deadline = at + Number(executionStartToClose) * 1000
    if (this.begun === undefined || time <= deadline) return
    throw this.never(
      step,
      `the execution times out at ${iso(deadline)} (executionStartToClose ${executionStartToClose} s) and it is ${iso(time)}`,
    )
  }

  /** Writes one event and returns its id. */
  write(eventType: string, attributes: object): number {
    const eventId = this.log.length + 1
    const present = Object.entries(attributes).filter(([, value]) => value !== undefined)
    const event = {
      eventId,
      eventTimestamp: new Date(this.now),
      eventType,
      [attributesMember(eventType)]: Object.fromEntries(present),
    }
    this.log.append(event as unknown as HistoryEvent)
    return eventId
  }

  /** Writes an event that needs a decision task. One is scheduled right after it, unless one is queued. */
  trigger(eventType: string, attributes: object): number {
    const eventId = this.write(eventType, attributes)
    this.scheduleDecision()
    return eventId
  }

  scheduleDecision(): void {
    if (this.queued !== undefined || this.closed !== undefined) return
    const { taskList, taskStartToClose } = this.begun!
    this.queued = this.write('DecisionTaskScheduled', {
      taskList: { name: taskList },
      startToCloseTimeout: taskStartToClose,
      scheduleToStartTimeout: 'NONE',
    })
  }

  /** Writes the last event of the history. Open operations get no further events. */
  close(eventType: string, attributes: object): void {
    this.write(eventType, attributes)
    this.closed = eventType
    this.queued = this.started = undefined
    this.activities.clear()
    this.timers.clear()
    this.others.clear()
  }

  impossible(step: string, why: string): ImpossibleHistoryError {
    return new ImpossibleHistoryError(step, why, this.open())
  }

  /** The error for a step that no decision of the workflow could make possible. */
  never(step: string, why: string): ImpossibleHistoryError {
    return new ImpossibleHistoryError(step, why, this.open(), { forGood: true })
  }

  /** Whether the workflow can decide: a decision task is started or queued. */
  get waitsForDecisions(): boolean {
    return this.started !== undefined || this.queued !== undefined
  }

  /** Descriptions of the open operations. */
  open(): string[] {
    return [
      ...(this.queued === undefined ? [] : [`a queued decision task (event ${this.queued})`]),
      ...(this.started === undefined ? [] : [`a started decision task (event ${this.started.eventId})`]),
      ...[...this.activities.values()].map(
        ({ scheduled: { activityId, activityType }, startedEventId }) =>
          `activity '${activityId}' ${activityType!.name} ${activityType!.version} (${startedEventId === 0 ? 'scheduled' : 'started'})`,
      ),
      ...[...this.timers.keys()].map(id => `timer '${id}'`),
      ...[...this.others.values()].map(({ kind, id, type, workflowId, startedEventId }) =>
        kind === 'child'
          ? `child '${id}' ${type!.name} ${type!.version} (${startedEventId === 0 ? 'initiated' : 'started'})`
          : kind === 'lambda'
            ? `Lambda function '${id}' ${type!.name}`
            : `${kind === 'signal' ? 'signal' : 'cancel request'} '${id}' to execution '${workflowId}'`,
      ),
    ]
  }
}

export const iso = (time: number): string => new Date(time).toISOString()
