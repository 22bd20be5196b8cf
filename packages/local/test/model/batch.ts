import type { Decision } from '../../src/model/generated/types.ts'
import type { Attributes, Child, Config, Execution } from './execution.ts'
import { flow, resolved, typeDefaults } from './swf-model.ts'
import type { SwfModel } from './swf-model.ts'

/** The limits of open activities, timers and children in this test. */
export const limits = { openActivities: 2, openTimers: 2, openChildren: 2 }

const closeDecisions = ['Complete', 'Fail', 'Cancel', 'ContinueAsNew'].map(verb => `${verb}WorkflowExecution`)
const incompatible = ['ScheduleActivityTask', 'StartTimer']

/** c.4, step 2: why a whole batch is refused. */
export function refusal(decisions: readonly Decision[]): string | undefined {
  const types = decisions.map(({ decisionType }) => decisionType)
  const close = types.findIndex(type => closeDecisions.includes(type))
  if (close < 0) return undefined
  if (close < types.length - 1) return 'Close must be last decision in list'
  if (!types.some(type => incompatible.includes(type))) return undefined
  return 'Specified decision is incompatible with close decision'
}

export interface Answer {
  readonly executionContext?: string
  readonly taskList?: { readonly name: string }
  readonly taskListScheduleToStartTimeout?: string
}

/** c.4, steps 3 to 7. `newRunId` is the id of the next run if the execution continues as new. */
export function complete(
  model: SwfModel,
  execution: Execution,
  decisions: readonly Decision[],
  answer: Answer,
  newRunId: string | undefined,
): void {
  const { scheduled, started } = execution.started!
  const decided = execution.append(model.now, 'DecisionTaskCompleted', {
    scheduledEventId: scheduled,
    startedEventId: started,
    ...answer,
  })
  execution.processed = started
  execution.started = undefined
  if (answer.executionContext !== undefined) execution.context = answer.executionContext
  if (answer.taskList !== undefined) {
    const { taskList, taskListScheduleToStartTimeout: scheduleToStart } = answer
    execution.override = { list: taskList.name, scheduleToStart }
  }
  const batch = new Batch(model, execution, decided, newRunId)
  for (const decision of decisions) batch.carryOut(decision)
  if (!execution.open) return
  if (batch.failed) execution.wantDecision(model.now)
  execution.offer(model.now)
}

class Batch {
  failed = false
  private readonly model: SwfModel
  private readonly execution: Execution
  private readonly decided: number
  private readonly newRunId: string | undefined

  constructor(model: SwfModel, execution: Execution, decided: number, newRunId: string | undefined) {
    this.model = model
    this.execution = execution
    this.decided = decided
    this.newRunId = newRunId
  }

  carryOut(decision: Decision): void {
    const type = decision.decisionType
    const name = `${type[0]!.toLowerCase()}${type.slice(1)}DecisionAttributes` as keyof Decision
    const attributes = (decision[name] ?? {}) as never
    if (closeDecisions.includes(type)) this.close(type, attributes)
    else this[type as 'StartTimer'](attributes)
  }

  private append(type: string, attributes: Attributes): number {
    return this.execution.append(this.model.now, type, {
      ...attributes,
      decisionTaskCompletedEventId: this.decided,
    })
  }

  private fail(type: string, attributes: Attributes): void {
    this.failed = true
    this.append(type, attributes)
  }

  /** d.1 */
  ScheduleActivityTask(attributes: NonNullable<Decision['scheduleActivityTaskDecisionAttributes']>): void {
    const { activityId, activityType, input, taskPriority: priority } = attributes
    const { activities } = this.execution
    const own = (name: (typeof timeouts)[number]) =>
      attributes[name] ?? (activityType.name === 'act' ? 'NONE' : undefined)
    const list = attributes.taskList?.name ?? (activityType.name === 'act' ? 'acts' : undefined)
    const missing = list === undefined ? 'taskList' : timeouts.find(name => own(name) === undefined)
    const cause =
      activityType.version !== '1'
        ? 'ACTIVITY_TYPE_DOES_NOT_EXIST'
        : activities.has(activityId)
          ? 'ACTIVITY_ID_ALREADY_IN_USE'
          : missing !== undefined
            ? `DEFAULT_${constant(missing)}_UNDEFINED`
            : activities.size === limits.openActivities
              ? 'OPEN_ACTIVITIES_LIMIT_EXCEEDED'
              : undefined
    if (cause !== undefined) {
      this.fail('ScheduleActivityTaskFailed', { activityId, activityType, cause })
      return
    }
    const resolvedTimeouts = Object.fromEntries(timeouts.map(name => [name, own(name)]))
    const scheduled = this.append('ActivityTaskScheduled', {
      ...attributes,
      ...resolvedTimeouts,
      taskList: { name: list },
    })
    activities.set(activityId, {
      activityId,
      scheduled,
      list: list!,
      type: activityType,
      input,
      priority,
      scheduledAt: this.model.now,
      timeouts: {
        scheduleToStart: own('scheduleToStartTimeout')!,
        scheduleToClose: own('scheduleToCloseTimeout')!,
        startToClose: own('startToCloseTimeout')!,
        heartbeat: own('heartbeatTimeout')!,
      },
      started: 0,
      cancelRequested: 0,
    })
  }

  /** d.2 */
  RequestCancelActivityTask({
    activityId,
  }: NonNullable<Decision['requestCancelActivityTaskDecisionAttributes']>): void {
    const activity = this.execution.activities.get(activityId)
    if (activity === undefined) {
      this.fail('RequestCancelActivityTaskFailed', { activityId, cause: 'ACTIVITY_ID_UNKNOWN' })
      return
    }
    const asked = activity.cancelRequested > 0
    activity.cancelRequested = this.append('ActivityTaskCancelRequested', { activityId })
    if (activity.started === 0 && !asked) this.model.cancelUnstarted(this.execution, activity)
  }

  /** d.3 */
  StartTimer(attributes: NonNullable<Decision['startTimerDecisionAttributes']>): void {
    const { timerId, startToFireTimeout } = attributes
    const { timers } = this.execution
    const cause = timers.has(timerId)
      ? 'TIMER_ID_ALREADY_IN_USE'
      : timers.size === limits.openTimers
        ? 'OPEN_TIMERS_LIMIT_EXCEEDED'
        : undefined
    if (cause !== undefined) {
      this.fail('StartTimerFailed', { timerId, cause })
      return
    }
    const started = this.append('TimerStarted', { ...attributes })
    timers.set(timerId, { timerId, started, firesAt: this.model.now + Number(startToFireTimeout) * 1000 })
  }

  CancelTimer({ timerId }: NonNullable<Decision['cancelTimerDecisionAttributes']>): void {
    const timer = this.execution.timers.get(timerId)
    if (timer === undefined) {
      this.fail('CancelTimerFailed', { timerId, cause: 'TIMER_ID_UNKNOWN' })
      return
    }
    this.execution.timers.delete(timerId)
    this.append('TimerCanceled', { timerId, startedEventId: timer.started })
  }

  /** d.4 */
  RecordMarker(attributes: NonNullable<Decision['recordMarkerDecisionAttributes']>): void {
    this.append('MarkerRecorded', { ...attributes })
  }

  /** d.5, d.6 */
  private close(
    type: string,
    attributes: NonNullable<Decision['continueAsNewWorkflowExecutionDecisionAttributes']>,
  ): void {
    const { execution, model } = this
    if (execution.queued !== undefined) {
      this.fail(`${type}Failed`, { cause: 'UNHANDLED_DECISION' })
      return
    }
    const by = { decisionTaskCompletedEventId: this.decided }
    if (type !== 'ContinueAsNewWorkflowExecution') {
      const status = { Complete: 'Completed', Fail: 'Failed', Cancel: 'Canceled' }[
        type.replace('WorkflowExecution', '') as 'Fail'
      ]
      model.close(execution, status, { ...attributes, ...by })
      return
    }
    const { workflowTypeVersion, input } = attributes
    if (workflowTypeVersion === '2') {
      this.fail(`${type}Failed`, { cause: 'WORKFLOW_TYPE_DOES_NOT_EXIST' })
      return
    }
    const config = configOf(attributes)
    const newExecutionRunId = this.newRunId!
    const shown = { ...resolved(config), workflowType: flow, input, newExecutionRunId }
    model.close(execution, 'ContinuedAsNew', { ...shown, ...by })
    model.continueAsNew(execution, newExecutionRunId, config, input)
  }

  /** d.9 */
  StartChildWorkflowExecution(
    attributes: NonNullable<Decision['startChildWorkflowExecutionDecisionAttributes']>,
  ): void {
    const { workflowId, workflowType, input, control } = attributes
    const { children } = this.execution
    const cause =
      workflowType.version !== '1'
        ? 'WORKFLOW_TYPE_DOES_NOT_EXIST'
        : children.size === limits.openChildren
          ? 'OPEN_CHILDREN_LIMIT_EXCEEDED'
          : undefined
    const failed = { workflowId, workflowType, control, decisionTaskCompletedEventId: this.decided }
    if (cause !== undefined) {
      this.fail('StartChildWorkflowExecutionFailed', { ...failed, cause, initiatedEventId: 0 })
      return
    }
    const config = configOf(attributes)
    const initiated = this.append('StartChildWorkflowExecutionInitiated', {
      ...attributes,
      ...resolved(config),
    })
    const child: Child = { initiated, workflowId, started: 0 }
    children.add(child)
    this.model.startChild(this.execution, child, config, input, failed)
  }

  /** d.7 */
  SignalExternalWorkflowExecution(
    attributes: NonNullable<Decision['signalExternalWorkflowExecutionDecisionAttributes']>,
  ): void {
    const { workflowId, runId, signalName, input } = attributes
    const initiated = this.append('SignalExternalWorkflowExecutionInitiated', { ...attributes })
    const target = { workflowId, runId }
    this.model.deliver(this.execution, 'Signal', initiated, target, { signalName, input }, this.decided)
  }

  /** d.8 */
  RequestCancelExternalWorkflowExecution(
    attributes: NonNullable<Decision['requestCancelExternalWorkflowExecutionDecisionAttributes']>,
  ): void {
    const { workflowId, runId } = attributes
    const initiated = this.append('RequestCancelExternalWorkflowExecutionInitiated', { ...attributes })
    this.model.deliver(this.execution, 'RequestCancel', initiated, { workflowId, runId }, {}, this.decided)
  }
}

/** In the order in which missing defaults are reported. */
const timeouts = [
  'scheduleToStartTimeout',
  'scheduleToCloseTimeout',
  'startToCloseTimeout',
  'heartbeatTimeout',
] as const

/** Converts `taskList` to TASK_LIST. */
const constant = (name: string) => name.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()

/** The settings of a request or decision, completed by the defaults of the type. */
export function configOf(request: {
  readonly taskList?: { readonly name: string } | undefined
  readonly taskStartToCloseTimeout?: string | undefined
  readonly executionStartToCloseTimeout?: string | undefined
  readonly childPolicy?: string | undefined
  readonly taskPriority?: string | undefined
}): Config {
  return {
    taskList: request.taskList?.name ?? typeDefaults.taskList,
    taskTimeout: request.taskStartToCloseTimeout ?? typeDefaults.taskTimeout,
    executionTimeout: request.executionStartToCloseTimeout ?? typeDefaults.executionTimeout,
    childPolicy: request.childPolicy ?? typeDefaults.childPolicy,
    priority: request.taskPriority,
  }
}
