import { attributesOf } from './log-checker.ts'
import type { LogEvent } from './log-checker.ts'
import { Lost, Refused } from './service.ts'
import type { Service } from './service.ts'

/** The requests, and whether they were acknowledged: acknowledged ones must be in the log, the others may be. */
export class Ledger {
  readonly starts = new Map<string, boolean>()
  readonly signals = new Map<string, boolean>()
  /** By their results. */
  readonly completions = new Map<string, boolean>()
  /** The event types of batches, by execution context. */
  readonly batches = new Map<string, readonly string[]>()
  readonly answeredBatches = new Set<string>()
  private readonly prefix: string
  private last = 0

  /** The names of each ledger begin with another prefix. */
  constructor(prefix = '') {
    this.prefix = prefix
  }

  name(kind: string): string {
    return `${this.prefix}${kind}${++this.last}`
  }
}

interface Task {
  readonly taskToken?: string
  readonly events: readonly LogEvent[]
}

const domain = 'd'
const workflowType = { name: 'order', version: '1' }
const activityType = { name: 'step', version: '1' }
const flows = { name: 'flows' }
const steps = { name: 'steps' }

export async function register(service: Service): Promise<void> {
  await service.call('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await service.call('RegisterWorkflowType', {
    domain,
    ...workflowType,
    defaultTaskList: flows,
    defaultTaskStartToCloseTimeout: '2',
    defaultExecutionStartToCloseTimeout: '300',
    defaultChildPolicy: 'TERMINATE',
  })
  await service.call('RegisterActivityType', { domain, ...activityType })
}

export async function countOpen(service: Service): Promise<number> {
  const filter = { domain, startTimeFilter: { oldestDate: 0 } }
  return (await service.call<{ count: number }>('CountOpenWorkflowExecutions', filter)).count
}

/** Clients that start and signal executions, decide and run activities, until they are stopped. */
export class Load {
  readonly ledger: Ledger
  private readonly service: Service
  private readonly loops: Promise<void>[]
  private readonly starters: Promise<void>[]
  private starting = true
  private running = true
  private gone = false

  constructor(service: Service, ledger = new Ledger()) {
    this.service = service
    this.ledger = ledger
    this.starters = [1, 2, 3, 4].map(() =>
      this.repeat(
        () => this.starting,
        () => this.startOne(),
      ),
    )
    this.loops = [1, 2, 3, 4].flatMap(() => [
      this.repeat(
        () => this.running,
        () => this.decideOne(),
      ),
      this.repeat(
        () => this.running,
        () => this.workOne(),
      ),
    ])
  }

  /** Starts no new executions, and signals those that were started. */
  async stopStarting(): Promise<void> {
    this.starting = false
    await Promise.all(this.starters)
  }

  /** For a service that doesn't come back. */
  async giveUp(): Promise<void> {
    this.starting = false
    this.running = false
    this.gone = true
    await Promise.all([...this.starters, ...this.loops])
  }

  async stop(): Promise<void> {
    this.running = false
    await Promise.all(this.loops)
  }

  private async repeat(on: () => boolean, work: () => Promise<void>): Promise<void> {
    while (on()) {
      try {
        await work()
      } catch (error) {
        if (!(error instanceof Lost)) throw error
      }
    }
  }

  private async startOne(): Promise<void> {
    const { starts, signals } = this.ledger
    const workflowId = this.ledger.name('w')
    starts.set(workflowId, false)
    await this.insist(() => this.service.call('StartWorkflowExecution', { domain, workflowId, workflowType }))
    // also if a repetition is refused, since the execution is then running
    starts.set(workflowId, true)
    await this.insist(async () => {
      const input = this.ledger.name('s')
      signals.set(input, false)
      const signal = { domain, workflowId, signalName: 'go', input }
      // the execution can have timed out if the clock was set forward
      signals.set(input, await this.mayBeLate(() => this.service.call('SignalWorkflowExecution', signal)))
    })
  }

  /** Repeats a request without a response. An error counts only for the first attempt. */
  private async insist(work: () => Promise<unknown>): Promise<void> {
    for (let lost = false; ; lost = true) {
      try {
        await work()
        return
      } catch (error) {
        if (error instanceof Refused && lost) return
        if (!(error instanceof Lost) || this.gone) throw error
      }
    }
  }

  private async decideOne(): Promise<void> {
    const { taskToken, events } = await this.service.call<Task>('PollForDecisionTask', {
      domain,
      taskList: flows,
    })
    if (taskToken === undefined) return
    const decided = decide(events)
    const executionContext = this.ledger.name('b')
    this.ledger.batches.set(
      executionContext,
      decided.map(([, type]) => type),
    )
    const decisions = decided.map(([decision]) => decision)
    const answered = await this.mayBeLate(() =>
      this.service.call('RespondDecisionTaskCompleted', { taskToken, decisions, executionContext }),
    )
    if (answered) this.ledger.answeredBatches.add(executionContext)
  }

  private async workOne(): Promise<void> {
    const { taskToken } = await this.service.call<Partial<Task>>('PollForActivityTask', {
      domain,
      taskList: steps,
    })
    if (taskToken === undefined) return
    const result = this.ledger.name('r')
    this.ledger.completions.set(result, false)
    const answered = await this.mayBeLate(() =>
      this.service.call('RespondActivityTaskCompleted', { taskToken, result }),
    )
    if (answered) this.ledger.completions.set(result, true)
  }

  /** A task can have timed out while the service was down. */
  private async mayBeLate(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (error) {
      if (error instanceof Refused && error.message.includes('UnknownResourceFault')) return false
      throw error
    }
  }
}

type Decided = readonly [decision: object, eventType: string]

/** Starts two activities and a timer, and completes when all are done and a signal has arrived. */
function decide(events: readonly LogEvent[]): Decided[] {
  if (!events.some(({ eventType }) => eventType === 'DecisionTaskCompleted')) {
    return [marker, schedule('a'), schedule('b'), timer]
  }
  const has = (type: string) => events.some(({ eventType }) => eventType === type)
  const lost = ['a', 'b'].filter(id => stateOf(id, events) === 'ActivityTaskTimedOut')
  if (lost.length > 0) return lost.map(schedule)
  const done = ['a', 'b'].every(id => stateOf(id, events) === 'ActivityTaskCompleted')
  return done && has('TimerFired') && has('WorkflowExecutionSignaled') ? [complete] : []
}

/** The type of the event with which the last attempt of an activity ended. */
function stateOf(activityId: string, events: readonly LogEvent[]): string | undefined {
  const scheduled = events.findLast(event => attributesOf(event)['activityId'] === activityId)!
  const end = events.find(
    event =>
      /^ActivityTask(Completed|TimedOut)$/.test(event.eventType) &&
      attributesOf(event)['scheduledEventId'] === scheduled.eventId,
  )
  return end?.eventType
}

const marker: Decided = [
  { decisionType: 'RecordMarker', recordMarkerDecisionAttributes: { markerName: 'm' } },
  'MarkerRecorded',
]
const schedule = (activityId: string): Decided => [
  {
    decisionType: 'ScheduleActivityTask',
    scheduleActivityTaskDecisionAttributes: {
      activityId,
      activityType,
      taskList: steps,
      scheduleToStartTimeout: 'NONE',
      scheduleToCloseTimeout: 'NONE',
      startToCloseTimeout: '2',
      heartbeatTimeout: 'NONE',
    },
  },
  'ActivityTaskScheduled',
]
const timer: Decided = [
  { decisionType: 'StartTimer', startTimerDecisionAttributes: { timerId: 't', startToFireTimeout: '1' } },
  'TimerStarted',
]
const complete: Decided = [
  { decisionType: 'CompleteWorkflowExecution', completeWorkflowExecutionDecisionAttributes: {} },
  'WorkflowExecutionCompleted',
]
