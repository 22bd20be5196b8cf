import { isDeepStrictEqual } from 'node:util'
import type fc from 'fast-check'
import type { Decision } from '../../src/model/generated/types.ts'
import { complete, configOf, refusal } from './batch.ts'
import type { Answer } from './batch.ts'
import { given } from './execution.ts'
import type { Real, Reply } from './real.ts'
import { accepted, compare, pass, same, settle } from './side-by-side.ts'
import { flow } from './swf-model.ts'
import type { Handed, SwfModel } from './swf-model.ts'

export type Command = fc.Command<SwfModel, Real>

/** A command that is always possible. Afterwards, both sides have done everything that is due, and their states are compared. */
function command(name: string, input: unknown, run: (model: SwfModel, real: Real) => void): Command {
  return {
    check: () => true,
    run(model, real) {
      run(model, real)
      settle(model, real)
      for (const execution of model.executions) compare(execution, real)
    },
    toString: () => `${name}(${JSON.stringify(input)})`,
  }
}

function refused(reply: Reply, fault: string, message?: string): void {
  const said = 'fault' in reply ? reply : { fault: 'none', message: '' }
  same(said, { fault, message: message ?? said.message })
}

const unknownExecution = (workflowId: string) => `Unknown execution, workflowId = ${workflowId}`

export interface StartInput {
  readonly workflowId: string
  readonly input?: string
  readonly childPolicy?: string
  readonly taskPriority?: string
  readonly taskStartToCloseTimeout?: string
  readonly executionStartToCloseTimeout?: string
}

export const start = (input: StartInput): Command =>
  command('start', input, (model, real) => {
    const request = { domain: 'd', workflowType: flow, ...input }
    const reply = real.ask('StartWorkflowExecution', request)
    if (model.openOf(input.workflowId) !== undefined) {
      refused(reply, 'WorkflowExecutionAlreadyStartedFault', '')
      return
    }
    const { runId } = accepted(reply).response as { runId: string }
    model.start(input.workflowId, runId, configOf(input), given({ input: input.input }))
  })

/** A signal, cancel request or termination by workflow id. */
export const steer = (
  kind: 'Signal' | 'RequestCancel' | 'Terminate',
  workflowId: string,
  more: { readonly signalName?: string; readonly reason?: string; readonly childPolicy?: string },
): Command =>
  command(kind, { workflowId, ...more }, (model, real) => {
    const reply = real.ask(`${kind}WorkflowExecution`, { domain: 'd', workflowId, ...more })
    const execution = model.openOf(workflowId)
    if (execution === undefined) {
      refused(reply, 'UnknownResourceFault', unknownExecution(workflowId))
      return
    }
    accepted(reply)
    const { childPolicy = execution.config.childPolicy, ...rest } = more
    if (kind === 'Terminate') {
      const attributes = { ...rest, cause: 'OPERATOR_INITIATED', childPolicy }
      model.close(execution, 'Terminated', attributes, childPolicy)
      return
    }
    const external = { externalInitiatedEventId: 0 }
    if (kind === 'RequestCancel') execution.cancelRequested = true
    const type = kind === 'Signal' ? 'WorkflowExecutionSignaled' : 'WorkflowExecutionCancelRequested'
    execution.record(model.now, type, { ...rest, ...external })
  })

/** f.5: the tasks with the highest priority, of which a poll can get any (f.6). */
function foremost<T>(all: readonly T[], priorityOf: (one: T) => string | undefined): T[] {
  const priority = (one: T) => Number(priorityOf(one) ?? 0)
  const highest = Math.max(...all.map(priority))
  return all.filter(one => priority(one) === highest)
}

/** Polls a list, preferably one that has a task. */
export const pollDecision = (wanted: string | undefined, startAtPreviousStartedEvent: boolean): Command =>
  command('pollDecision', { list: wanted, startAtPreviousStartedEvent }, (model, real) => {
    const waiting = model.executions.filter(({ open, queued }) => open && queued?.since !== undefined)
    const list = wanted ?? waiting.at(-1)?.queued?.list ?? 'flows'
    const request = { domain: 'd', taskList: { name: list }, startAtPreviousStartedEvent }
    const { response } = accepted(real.ask('PollForDecisionTask', request))
    const possible = foremost(
      waiting.filter(({ queued }) => queued!.list === list),
      ({ config }) => config.priority,
    )
    if (possible.length === 0) {
      same(response, { startedEventId: 0, previousStartedEventId: 0 })
      return
    }
    const { workflowExecution, taskToken: token } = response as {
      workflowExecution: object
      taskToken: string
    }
    const execution = possible.find(({ name }) => isDeepStrictEqual(name, workflowExecution))
    if (execution === undefined)
      throw new Error(`${JSON.stringify(workflowExecution)} has no task to hand out`)
    const { processed } = execution
    const { scheduled } = execution.queued!
    const startedEventId = execution.startDecision(model.now)
    const { events, ...rest } = response
    same(rest, {
      taskToken: token,
      startedEventId,
      previousStartedEventId: processed,
      workflowExecution: execution.name,
      workflowType: flow,
    })
    const first = startAtPreviousStartedEvent ? Math.max(1, processed) : 1
    same(
      (events as { eventId: number }[]).map(({ eventId }) => eventId),
      execution.history.slice(first - 1).map(({ id }) => id),
    )
    model.handed.push({ token, execution, scheduled })
  })

/** Polls for an activity in the same way. */
export const pollActivity = (wanted: string | undefined): Command =>
  command('pollActivity', wanted, (model, real) => {
    const waiting = model.executions
      .filter(({ open }) => open)
      .flatMap(execution => [...execution.activities.values()].map(activity => ({ execution, activity })))
      .filter(({ activity }) => activity.started === 0)
    const list = wanted ?? waiting.at(-1)?.activity.list ?? 'acts'
    const { response } = accepted(real.ask('PollForActivityTask', { domain: 'd', taskList: { name: list } }))
    const possible = foremost(
      waiting.filter(({ activity }) => activity.list === list),
      ({ activity }) => activity.priority,
    )
    if (possible.length === 0) {
      same(response, { startedEventId: 0 })
      return
    }
    const { workflowExecution, activityId, taskToken: token } = response as Record<string, string>
    const one = possible.find(
      ({ execution, activity }) =>
        activity.activityId === activityId && isDeepStrictEqual(execution.name, workflowExecution),
    )
    if (one === undefined) throw new Error(`${activityId} is not to be handed out`)
    const { execution, activity } = one
    const startedEventId = execution.startActivity(model.now, activity)
    same(
      response,
      given({
        taskToken: token,
        activityId,
        startedEventId,
        workflowExecution: execution.name,
        activityType: activity.type,
        input: activity.input,
      }),
    )
    model.handed.push({ token: token!, execution, scheduled: activity.scheduled, activity })
  })

/** The error for a token that is no longer valid. */
function lost({ execution, scheduled, activity }: Handed): string {
  const { workflowId, runId } = execution
  if (!execution.open)
    return `Unknown execution: WorkflowExecution=[workflowId=${workflowId}, runId=${runId}]`
  return `Unknown ${activity ? 'activity' : 'decision task'}, scheduledEventId = ${scheduled}`
}

const live = ({ execution, scheduled, activity }: Handed) =>
  execution.open &&
  (activity
    ? execution.activities.get(activity.activityId) === activity
    : execution.started?.scheduled === scheduled)

/** Chooses a token, mostly a valid one if there is one. */
export interface Pick {
  readonly nth: number
  readonly spent: boolean
}

function picked(model: SwfModel, kind: 'decision' | 'activity', { nth, spent }: Pick): Handed | undefined {
  const all = model.handed.filter(({ activity }) => (activity === undefined) === (kind === 'decision'))
  const good = all.filter(live)
  const from = spent || good.length === 0 ? all : good
  return from[nth % from.length]
}

export const respondDecision = (pick: Pick, decisions: readonly Decision[], answer: Answer): Command =>
  command('respondDecision', { pick, decisions, answer }, (model, real) => {
    const handed = picked(model, 'decision', pick)
    if (handed === undefined) return
    const { token: taskToken, execution } = handed
    const reply = real.ask('RespondDecisionTaskCompleted', { taskToken, decisions, ...answer })
    if (!live(handed)) {
      refused(reply, 'UnknownResourceFault', lost(handed))
      return
    }
    const reason = refusal(decisions)
    if (reason !== undefined) {
      refused(reply, 'ValidationException', reason)
      return
    }
    const { events } = accepted(reply)
    const continued = events.find(({ eventType }) => eventType === 'WorkflowExecutionContinuedAsNew')
    const { newExecutionRunId } = (continued?.['workflowExecutionContinuedAsNewEventAttributes'] ?? {}) as {
      newExecutionRunId?: string
    }
    complete(model, execution, decisions, answer, newExecutionRunId)
  })

export const respondActivity = (
  pick: Pick,
  outcome: 'Completed' | 'Failed' | 'Canceled',
  more: { readonly result?: string; readonly reason?: string; readonly details?: string },
): Command =>
  command('respondActivity', { pick, outcome, more }, (model, real) => {
    const handed = picked(model, 'activity', pick)
    if (handed === undefined) return
    const reply = real.ask(`RespondActivityTask${outcome}`, { taskToken: handed.token, ...more })
    if (!live(handed)) {
      refused(reply, 'UnknownResourceFault', lost(handed))
      return
    }
    accepted(reply)
    const activity = handed.activity!
    const latest = outcome === 'Canceled' ? { latestCancelRequestedEventId: activity.cancelRequested } : {}
    handed.execution.endActivity(model.now, activity, `ActivityTask${outcome}`, { ...more, ...latest })
  })

export const heartbeat = (pick: Pick, details: string | undefined): Command =>
  command('heartbeat', { pick, details }, (model, real) => {
    const handed = picked(model, 'activity', pick)
    if (handed === undefined) return
    const request = given({ taskToken: handed.token, details })
    const reply = real.ask('RecordActivityTaskHeartbeat', request)
    if (!live(handed)) {
      refused(reply, 'UnknownResourceFault', lost(handed))
      return
    }
    const activity = handed.activity!
    same(accepted(reply).response, { cancelRequested: activity.cancelRequested > 0 })
    activity.beatAt = model.now
    activity.details = details
  })

export const timePasses = (ms: number): Command =>
  command('timePasses', ms, (model, real) => pass(model, real, ms))

/** The service is down for a while. Overdue deadlines happen when it starts again. */
export const restart = (downMs: number): Command =>
  command('restart', downMs, (model, real) => {
    real.restart()
    model.now = real.now += downMs
  })
