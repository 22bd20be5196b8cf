import type { CommittedEvents } from '@reyield/local'

/** How long a task waits, or the workers run, before it counts, in milliseconds. */
const patience = 10_000

interface WaitingTask {
  readonly runId: string
  /** The kind of task and its task list. */
  readonly list: string
  readonly taskList: string
  /** What waits, for people. */
  readonly what: string
  /** What declares the list. */
  readonly declared: string
  /** When it was scheduled. The clock of the session can be skipped, so this is real time. */
  readonly since: number
}

/**
 * Finds task lists that no worker of the session polls. A list counts if a task has waited in it for some seconds, and the present workers
 * have started none of its tasks: then they aren't just busy.
 */
export class UnservedLists {
  readonly #now: () => number
  readonly #waiting = new Map<string, WaitingTask>()
  /** Lists of which the present workers have started tasks, and those that were reported. */
  readonly #known = new Set<string>()
  #workersSince = Infinity

  /** `now`: real time in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** New workers were started, or there are none. */
  restarted(isRunning: boolean): void {
    this.#workersSince = isRunning ? this.#now() : Infinity
    this.#known.clear()
  }

  add({ workflowId, runId, events }: CommittedEvents): void {
    for (const event of events) {
      const activity = event.activityTaskScheduledEventAttributes
      const decision = event.decisionTaskScheduledEventAttributes
      const { scheduledEventId } =
        event.decisionTaskStartedEventAttributes ??
        event.decisionTaskTimedOutEventAttributes ??
        event.activityTaskStartedEventAttributes ??
        event.activityTaskTimedOutEventAttributes ??
        event.activityTaskCanceledEventAttributes ??
        {}
      if (scheduledEventId !== undefined) this.#taken(`${runId} ${scheduledEventId}`, event.eventType!)
      const list = activity?.taskList?.name ?? decision?.taskList?.name
      if (list !== undefined) {
        const kind = activity === undefined ? 'decision' : 'activity'
        this.#waiting.set(`${runId} ${event.eventId}`, {
          runId,
          list: `${kind} ${list}`,
          taskList: list,
          what:
            activity === undefined
              ? `a decision task of ${workflowId}`
              : `activity ${activity.activityType?.name} of ${workflowId}`,
          declared: activity === undefined ? 'the workflow' : 'the activity',
          since: this.#now(),
        })
      }
      if (isClose(event.eventType!)) {
        for (const [key, task] of this.#waiting) if (task.runId === runId) this.#waiting.delete(key)
      }
    }
  }

  /** A line for each list that is found, once for the present workers. */
  found(): string[] {
    const before = this.#now() - patience
    if (this.#workersSince > before) return []
    const lines: string[] = []
    for (const { list, taskList, what, declared, since } of this.#waiting.values()) {
      if (since > before || this.#known.has(list)) continue
      this.#known.add(list)
      lines.push(
        `No worker polls task list '${taskList}': ${what} waits in it. Give createWorker this taskList, or ${declared} that of a worker`,
      )
    }
    return lines
  }

  #taken(key: string, eventType: string): void {
    const task = this.#waiting.get(key)
    if (task === undefined) return
    this.#waiting.delete(key)
    if (/Started$/.test(eventType)) this.#known.add(task.list)
  }
}

const isClose = (eventType: string): boolean =>
  /^WorkflowExecution(Completed|Failed|Canceled|TimedOut|Terminated|ContinuedAsNew)$/.test(eventType)
