import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { superjson } from '@reyield/data'

/** Whole numbers below `below`, from the test's random source. */
export type Choose = (below: number) => number

/**
 * Amazon SWF for one execution, as small as the engine's tests need it: one queued and one started decision task,
 * activities, timers, refusals, closes that new events refuse. Independent of the engine and of the local SWF.
 */
export class World {
  readonly events: HistoryEvent[] = []
  readonly activities = new Map<string, { scheduledEventId: number; cancelRequested: boolean }>()
  readonly timers = new Map<string, number>()
  started = false
  closed = false
  /** What the program was refused or did, for coverage. */
  readonly seen = new Map<string, number>()
  readonly #attempts = new Set<string>()
  #signals = 0
  #cancelRequested = false
  #queued = false
  #now = Date.UTC(2026, 0, 1)
  readonly #choose: Choose
  readonly #refuse: boolean

  constructor(choose: Choose, options: { refuse: boolean }) {
    this.#choose = choose
    this.#refuse = options.refuse
    this.#transaction(() => this.#trigger('WorkflowExecutionStarted', { taskList: { name: 'main' } }))
  }

  get canPoll(): boolean {
    return this.#queued && !this.started && !this.closed
  }

  poll(): void {
    this.#queued = false
    this.started = true
    this.#transaction(() => this.#tell('DecisionTaskStarted'))
  }

  timeOutDecision(): void {
    this.#note('decision timed out')
    this.started = false
    this.#transaction(() =>
      this.#trigger('DecisionTaskTimedOut', { startedEventId: 1, timeoutType: 'START_TO_CLOSE' }),
    )
  }

  /** Something outside happens: what is open ends in some way, or nothing if nothing is open. */
  happen(): boolean {
    const open = [...this.activities.keys(), ...[...this.timers.keys()].map(id => `timer ${id}`)]
    if (open.length === 0 || this.#choose(8) === 0) return this.#signal()
    const which = open[this.#choose(open.length)]!
    if (which.startsWith('timer ')) this.#fire(which.slice(6))
    else this.#end(which)
    if (this.started) this.#note('event while a task is open')
    return true
  }

  /** A signal, which the program may wait for or not. */
  #signal(): boolean {
    if (++this.#signals > 200) return false
    if (this.started) this.#note('event while a task is open')
    if (this.#signals % 7 === 3 && !this.#cancelRequested) {
      this.#cancelRequested = true
      this.#note('cancel requested')
      this.#transaction(() =>
        this.#trigger('WorkflowExecutionCancelRequested', { externalInitiatedEventId: 0 }),
      )
      return true
    }
    this.#note('signal')
    const input = superjson.serialize(this.events.length)
    this.#transaction(() => this.#trigger('WorkflowExecutionSignaled', { signalName: 'note', input }))
    return true
  }

  /** RespondDecisionTaskCompleted. Throws for what SWF answers with a 400. */
  respond(decisions: readonly Decision[]): void {
    const types = decisions.map(decision => decision.decisionType!)
    const close = types.findIndex(type => type.endsWith('WorkflowExecution'))
    if (close >= 0 && close < types.length - 1) throw new Error('Close must be last decision in list')
    if (close >= 0 && types.some(type => type === 'ScheduleActivityTask' || type === 'StartTimer')) {
      throw new Error('Specified decision is incompatible with close decision')
    }
    this.started = false
    this.#transaction(() => {
      const by = { decisionTaskCompletedEventId: this.#tell('DecisionTaskCompleted') }
      let failed = false
      for (const decision of decisions) failed = this.#decide(decision, by) || failed
      if (failed && !this.#queued && !this.closed) this.#schedule()
    })
  }

  #decide(decision: Decision, by: { decisionTaskCompletedEventId: number }): boolean {
    const {
      scheduleActivityTaskDecisionAttributes: activity,
      startTimerDecisionAttributes: timer,
      cancelTimerDecisionAttributes: timerCancel,
      requestCancelActivityTaskDecisionAttributes: activityCancel,
    } = decision
    if (activity) {
      const id = activity.activityId!
      if (this.activities.has(id)) throw new Error(`Activity ${id} was asked for twice`)
      const cause = this.#refusal('ACTIVITY_CREATION_RATE_EXCEEDED')
      if (cause !== undefined) {
        this.#tell('ScheduleActivityTaskFailed', {
          activityId: id,
          activityType: activity.activityType,
          cause,
          ...by,
        })
        return true
      }
      if (activity.control !== undefined && this.#attempts.has(id)) this.#note('an activity was tried again')
      this.#attempts.add(id)
      const scheduledEventId = this.#tell('ActivityTaskScheduled', { ...activity, ...by })
      this.activities.set(id, { scheduledEventId, cancelRequested: false })
    } else if (timer) {
      const id = timer.timerId!
      if (this.timers.has(id)) throw new Error(`Timer ${id} was asked for twice`)
      const cause = this.#refusal('TIMER_CREATION_RATE_EXCEEDED')
      if (cause !== undefined) {
        this.#tell('StartTimerFailed', { timerId: id, cause, ...by })
        return true
      }
      this.timers.set(id, this.#tell('TimerStarted', { ...timer, ...by }))
    } else if (timerCancel) {
      const timerId = timerCancel.timerId!
      const startedEventId = this.timers.get(timerId)
      if (startedEventId === undefined) {
        this.#note('cancel came too late')
        this.#tell('CancelTimerFailed', { timerId, cause: 'TIMER_ID_UNKNOWN', ...by })
        return true
      }
      this.timers.delete(timerId)
      this.#tell('TimerCanceled', { timerId, startedEventId, ...by })
    } else if (activityCancel) {
      const activityId = activityCancel.activityId!
      const open = this.activities.get(activityId)
      if (open === undefined) {
        this.#note('cancel came too late')
        this.#tell('RequestCancelActivityTaskFailed', { activityId, cause: 'ACTIVITY_ID_UNKNOWN', ...by })
        return true
      }
      if (open.cancelRequested) throw new Error(`The cancel of ${activityId} was asked for twice`)
      open.cancelRequested = true
      this.#tell('ActivityTaskCancelRequested', { activityId, ...by })
    } else {
      const type = decision.decisionType!
      if (this.#queued) {
        this.#note('close refused')
        this.#tell(`${type}Failed`, { cause: 'UNHANDLED_DECISION', ...by })
        return true
      }
      this.closed = true
      if (type === 'CancelWorkflowExecution') this.#note('closed as cancelled')
      const attributes =
        decision.completeWorkflowExecutionDecisionAttributes ??
        decision.failWorkflowExecutionDecisionAttributes
      this.#tell(closings[type]!, {
        ...attributes,
        ...by,
      })
    }
    return false
  }

  #refusal(rate: string): string | undefined {
    if (!this.#refuse || this.#choose(8) > 0) return undefined
    const cause = this.#choose(2) === 0 ? rate : 'OPERATION_NOT_PERMITTED'
    this.#note(cause === rate ? 'refused for rate' : 'refused for good')
    return cause
  }

  #fire(timerId: string): void {
    const startedEventId = this.timers.get(timerId)!
    this.timers.delete(timerId)
    this.#transaction(() => this.#trigger('TimerFired', { timerId, startedEventId }))
  }

  #end(activityId: string): void {
    const { scheduledEventId, cancelRequested } = this.activities.get(activityId)!
    this.activities.delete(activityId)
    const ids = { scheduledEventId, startedEventId: 0 }
    const how = this.#choose(cancelRequested ? 6 : 5)
    this.#transaction(() => {
      if (how <= 2) {
        this.#trigger('ActivityTaskCompleted', {
          ...ids,
          result: superjson.serialize(`${activityId}@${this.events.length}`),
        })
      } else if (how === 3) this.#trigger('ActivityTaskFailed', { ...ids, reason: 'no' })
      else if (how === 4) this.#trigger('ActivityTaskTimedOut', { ...ids, timeoutType: 'START_TO_CLOSE' })
      else this.#trigger('ActivityTaskCanceled', ids)
    })
  }

  #transaction(write: () => void): void {
    this.#now += 1000 * this.#choose(3)
    write()
  }

  #trigger(type: string, attributes: object): void {
    this.#tell(type, attributes)
    if (!this.#queued) this.#schedule()
  }

  #schedule(): void {
    this.#queued = true
    this.#tell('DecisionTaskScheduled')
  }

  #tell(eventType: string, attributes: object = {}): number {
    const eventId = this.events.length + 1
    const member = `${eventType[0]!.toLowerCase()}${eventType.slice(1)}EventAttributes`
    const eventTimestamp = new Date(this.#now)
    this.events.push({ eventId, eventTimestamp, eventType, [member]: attributes } as HistoryEvent)
    return eventId
  }

  #note(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1)
  }
}

/** The close decisions, with what they record. */
const closings: Readonly<Record<string, string>> = {
  CompleteWorkflowExecution: 'WorkflowExecutionCompleted',
  FailWorkflowExecution: 'WorkflowExecutionFailed',
  CancelWorkflowExecution: 'WorkflowExecutionCanceled',
}
