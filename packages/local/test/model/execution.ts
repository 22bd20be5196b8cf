/** An event that the model predicts. */
export interface Row {
  readonly id: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly type: string
  readonly attributes: Attributes
}
export type Attributes = Readonly<Record<string, unknown>>

/** Removes undefined members, which Amazon SWF leaves out. */
export const given = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))

export interface Config {
  readonly taskList: string
  readonly taskTimeout: string
  readonly executionTimeout: string
  readonly childPolicy: string
  readonly priority?: string | undefined
}

/** A decision task that is scheduled but not started. */
interface Queued {
  readonly scheduled: number
  readonly list: string
  readonly scheduleToStart?: string | undefined
  /** Since when it can be polled. Undefined if it can't be. */
  since?: number | undefined
}

interface Started {
  readonly scheduled: number
  readonly started: number
  readonly list: string
  readonly at: number
}

export interface Activity {
  readonly activityId: string
  readonly scheduled: number
  readonly list: string
  readonly type: object
  readonly input?: string | undefined
  readonly priority?: string | undefined
  readonly scheduledAt: number
  readonly timeouts: Readonly<
    Record<'scheduleToStart' | 'scheduleToClose' | 'startToClose' | 'heartbeat', string>
  >
  started: number
  startedAt?: number
  beatAt?: number
  details?: string | undefined
  /** The id of the last ActivityTaskCancelRequested event. 0 without one. */
  cancelRequested: number
}

interface Timer {
  readonly timerId: string
  readonly started: number
  readonly firesAt: number
}

/** A child, as part of its parent's state. */
export interface Child {
  readonly initiated: number
  readonly workflowId: string
  /** The id of the ChildWorkflowExecutionStarted event. 0 before it. */
  started: number
  run?: Execution
}

/** A pending transition: its execution, its first event, and how it changes the model. */
export interface Option {
  readonly workflowId: string
  /** Undefined if a new run begins. */
  readonly runId?: string
  readonly type: string
  readonly attributes: Attributes
  readonly happen: (at: number, runId: string) => void
}

/** When a duration ends, in milliseconds. */
const over = (from: number, seconds: string) =>
  seconds === 'NONE' ? Infinity : from + Number(seconds) * 1000

/** An execution, according to swf-semantics.md §3. */
export class Execution {
  readonly workflowId: string
  readonly runId: string
  readonly config: Config
  readonly parent: { readonly execution: Execution; readonly child: Child } | undefined
  readonly history: Row[] = []
  closeStatus?: string
  /** The child policy that was applied at its close. */
  appliedPolicy?: string
  queued?: Queued | undefined
  started?: Started | undefined
  override?: { readonly list: string; readonly scheduleToStart?: string | undefined } | undefined
  /** The id of the last DecisionTaskStarted event whose task was completed. */
  processed = 0
  context?: string
  cancelRequested = false
  readonly activities = new Map<string, Activity>()
  readonly timers = new Map<string, Timer>()
  readonly children = new Set<Child>()

  constructor(workflowId: string, runId: string, config: Config, parent?: Execution['parent']) {
    this.workflowId = workflowId
    this.runId = runId
    this.config = config
    this.parent = parent
  }

  get open(): boolean {
    return this.closeStatus === undefined
  }

  get name() {
    return { workflowId: this.workflowId, runId: this.runId }
  }

  append(at: number, type: string, attributes: Attributes): number {
    const id = this.history.length + 1
    this.history.push({ id, at, type, attributes: given(attributes) })
    return id
  }

  /** c.2: an event that no decision caused, and the decision task for it, unless one is queued. */
  record(at: number, type: string, attributes: Attributes): number {
    const id = this.append(at, type, attributes)
    this.wantDecision(at)
    return id
  }

  wantDecision(at: number): void {
    if (this.queued !== undefined) return
    const { list = this.config.taskList, scheduleToStart } = this.override ?? {}
    const scheduled = this.append(at, 'DecisionTaskScheduled', {
      taskList: { name: list },
      taskPriority: this.config.priority,
      startToCloseTimeout: this.config.taskTimeout,
      scheduleToStartTimeout: scheduleToStart ?? 'NONE',
    })
    this.queued = { scheduled, list, scheduleToStart }
    this.offer(at)
  }

  /** A queued task can be polled once no other one is started. */
  offer(at: number): void {
    if (this.queued !== undefined && this.started === undefined) this.queued.since ??= at
  }

  /** c.2, poll: returns the id of the started event. */
  startDecision(at: number): number {
    const { scheduled, list } = this.queued!
    const started = this.append(at, 'DecisionTaskStarted', { scheduledEventId: scheduled })
    this.started = { scheduled, started, list, at }
    this.queued = undefined
    return started
  }

  startActivity(at: number, activity: Activity): number {
    activity.started = this.append(at, 'ActivityTaskStarted', { scheduledEventId: activity.scheduled })
    activity.startedAt = activity.beatAt = at
    return activity.started
  }

  endActivity(at: number, activity: Activity, type: string, attributes: Attributes): void {
    this.activities.delete(activity.activityId)
    const { scheduled: scheduledEventId, started: startedEventId } = activity
    this.record(at, type, { scheduledEventId, startedEventId, ...attributes })
  }

  /** c.6: a permanent override stays. So does one that was set after the task was scheduled, which c.6 doesn't specify. */
  private dropOverride(list: string): void {
    if (this.override?.scheduleToStart !== undefined && this.override.list === list) this.override = undefined
  }

  /** Section (e): every deadline, and what happens then. `timeOut` closes the execution. */
  deadlines(timeOut: (at: number) => void): { readonly at: number; readonly option: Option }[] {
    if (!this.open) return []
    const all: { at: number; option: Option }[] = []
    const add = (
      at: number,
      type: string,
      attributes: Attributes,
      happen: (at: number, attributes: Attributes) => void,
    ) => {
      const own = given(attributes)
      if (at < Infinity) {
        all.push({ at, option: { ...this.name, type, attributes: own, happen: now => happen(now, own) } })
      }
    }
    const { executionTimeout, childPolicy, taskTimeout } = this.config
    const timedOut = { timeoutType: 'START_TO_CLOSE', childPolicy }
    add(over(this.history[0]!.at, executionTimeout), 'WorkflowExecutionTimedOut', timedOut, timeOut)
    for (const timer of this.timers.values()) {
      const { timerId, started: startedEventId, firesAt } = timer
      add(firesAt, 'TimerFired', { timerId, startedEventId }, (at, attributes) => {
        this.timers.delete(timerId)
        this.record(at, 'TimerFired', attributes)
      })
    }
    for (const activity of this.activities.values()) {
      const { at, timeoutTypes } = activityDeadline(activity)
      for (const timeoutType of timeoutTypes) {
        const { scheduled: scheduledEventId, started: startedEventId, details } = activity
        const attributes = { timeoutType, scheduledEventId, startedEventId, details }
        add(at, 'ActivityTaskTimedOut', attributes, now => {
          this.endActivity(now, activity, 'ActivityTaskTimedOut', { timeoutType, details })
        })
      }
    }
    if (this.started !== undefined) {
      const { scheduled: scheduledEventId, started: startedEventId, at, list } = this.started
      const attributes = { timeoutType: 'START_TO_CLOSE', scheduledEventId, startedEventId }
      add(over(at, taskTimeout), 'DecisionTaskTimedOut', attributes, now => {
        this.started = undefined
        this.dropOverride(list)
        this.record(now, 'DecisionTaskTimedOut', attributes)
        this.offer(now)
      })
    }
    const { queued } = this
    if (queued?.since !== undefined && queued.scheduleToStart !== undefined) {
      const attributes = {
        timeoutType: 'SCHEDULE_TO_START',
        scheduledEventId: queued.scheduled,
        startedEventId: 0,
      }
      add(over(queued.since, queued.scheduleToStart), 'DecisionTaskTimedOut', attributes, now => {
        this.queued = undefined
        this.dropOverride(queued.list)
        this.record(now, 'DecisionTaskTimedOut', attributes)
      })
    }
    return all
  }
}

/**
 * The first deadline of an activity. Equal ones are in the order of section (e), which doesn't specify it for an unstarted one.
 */
function activityDeadline({ timeouts, scheduledAt, startedAt, beatAt }: Activity) {
  const deadlines: [string, number][] =
    startedAt === undefined
      ? [
          ['SCHEDULE_TO_START', over(scheduledAt, timeouts.scheduleToStart)],
          ['SCHEDULE_TO_CLOSE', over(scheduledAt, timeouts.scheduleToClose)],
        ]
      : [
          ['SCHEDULE_TO_CLOSE', over(scheduledAt, timeouts.scheduleToClose)],
          ['START_TO_CLOSE', over(startedAt, timeouts.startToClose)],
          ['HEARTBEAT', over(beatAt!, timeouts.heartbeat)],
        ]
  const at = Math.min(...deadlines.map(([, deadline]) => deadline))
  const timeoutTypes = deadlines.filter(([, deadline]) => deadline === at).map(([type]) => type)
  return { at, timeoutTypes: startedAt === undefined ? timeoutTypes : timeoutTypes.slice(0, 1) }
}
