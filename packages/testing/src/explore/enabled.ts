import type { ActivityView, ExecutionView } from '@reyield/local'
import { endOf } from '../simulator/execution.ts'
import { everyOutcome } from './options.ts'
import type { Step } from './step.ts'
import { hangingKey, type ScenarioRunner } from './scenario-runner.ts'

/**
 * All steps that are possible next in a scenario. The first one is the expected one: the oldest activity completes, a
 * signal arrives that the workflow waits for, a child closes, a Lambda function ends, or time passes. Empty if no step
 * is possible.
 */
export function enabledSteps(runner: ScenarioRunner): Step[] {
  if (runner.ended) return []
  const { options, root } = runner
  const expected: Step[] = []
  const deviations: Step[] = []
  if (runner.open !== undefined) expected.push({ do: 'answerDecision' })
  else if (root.queued !== undefined) {
    const lose: Step[] = canLoseDecision(runner) ? [{ do: 'loseDecision' }] : []
    if (options.batches !== true) return [{ do: 'decide' }, ...lose]
    expected.push({ do: 'decide' })
    deviations.push({ do: 'takeDecision' }, ...lose)
  }
  const lost = detachedSteps(runner)
  if (lost !== undefined) return lost
  const events = [
    ...activitySteps(runner),
    ...signalSteps(runner),
    ...childSteps(runner),
    ...lambdaSteps(runner),
  ]
  expected.push(...events.filter(({ expected }) => expected).map(({ step }) => step))
  deviations.push(...events.filter(({ expected }) => !expected).map(({ step }) => step))
  if (canPass(runner)) expected.push({ do: 'pass' })
  if (runner.cancelRequests < (options.cancelRequests ?? 1)) deviations.push({ do: 'requestCancel' })
  return [...expected, ...deviations]
}

interface Possible {
  readonly step: Step
  readonly expected: boolean
}

/**
 * The steps of an activity whose result the workflow no longer waits for. It makes no difference to the workflow whether it ends now
 * or later; only whether and when its work is done matters. So it ends before any other step. Work that is done after
 * all other steps is `workLate`.
 */
function detachedSteps(runner: ScenarioRunner): Step[] | undefined {
  const { root, report } = runner
  if (report === undefined || runner.open !== undefined || root.queued !== undefined) return undefined
  for (const activity of root.activities.values()) {
    const { activityId: id } = activity
    if (runner.hanging.has(hangingKey(root, activity)) || !/^\d/.test(id)) continue // the workflow may wait until an id that it has chosen is free again
    if (report.waiting.some(one => one.kind === 'activity' && one.id === id)) continue
    const steps = outcomeStepsOf(runner, root, activity).filter(step => step.do !== 'timeOut')
    const [first] = steps
    if (first === undefined) continue
    const ends: Step | undefined = isCancelRequested(activity)
      ? { do: 'cancel', of: root.workflowId, id }
      : steps.find(step => step.do === 'fail')
    return [...(ends === undefined ? [] : [ends]), ...steps.filter(step => step.do === 'complete')]
  }
  return undefined
}

function* activitySteps(runner: ScenarioRunner): Generator<Possible> {
  for (const execution of runner.simulator.swf.executions.values()) {
    for (const activity of execution.activities.values()) {
      if (runner.hanging.has(hangingKey(execution, activity))) continue
      for (const step of outcomeStepsOf(runner, execution, activity)) {
        yield { step, expected: step.do === 'complete' }
      }
    }
  }
}

function outcomeStepsOf(runner: ScenarioRunner, execution: ExecutionView, activity: ActivityView): Step[] {
  const { workflowId: of } = execution
  const { activityId: id, activityType } = activity
  const outcomes = runner.options.outcomes?.[activityType.name] ?? everyOutcome
  return outcomes.flatMap((outcome, n): Step[] => {
    if (typeof outcome === 'object') return [{ do: 'fail', of, id, n }]
    switch (outcome) {
      case 'completed':
        return [{ do: 'complete', of, id }]
      case 'failed':
        return [{ do: 'fail', of, id, n: -1 }]
      case 'canceled':
        return isCancelRequested(activity) && activity.startedEventId !== 0 ? [{ do: 'cancel', of, id }] : []
      default:
        return canTimeOut(runner, activity)
          ? [{ do: 'timeOut', of, id, worked: outcome === 'timedOutAfterWork' }]
          : []
    }
  })
}

/** Whether an activity can time out now, because its worker took it and never answered, before any other deadline. */
function canTimeOut({ simulator: { swf } }: ScenarioRunner, activity: ActivityView): boolean {
  if (activity.startedEventId !== 0) return false // its own deadline is already running, and comes when time passes
  const { startToClose, heartbeat } = activity.timeouts
  const limit = Math.min(secondsOf(startToClose), secondsOf(heartbeat))
  return limit !== Infinity && (swf.nextDeadline ?? Infinity) >= swf.now + limit * 1000
}

const isCancelRequested = (activity: ActivityView) => activity.latestCancelRequestedEventId > 0

const secondsOf = (timeout = 'NONE') => (timeout === 'NONE' ? Infinity : Number(timeout))

/** The next signal of each name. */
function* signalSteps({ signals, sent, report }: ScenarioRunner): Generator<Possible> {
  const names = new Set<string>()
  for (const [index, { name }] of signals.entries()) {
    if (sent.includes(index) || names.has(name)) continue
    names.add(name)
    const expected = report?.waiting.some(({ kind, id }) => kind === 'signal' && id === name) === true
    yield { step: { do: 'signal', index }, expected }
  }
}

function* childSteps({ simulator, options, hanging }: ScenarioRunner): Generator<Possible> {
  for (const child of simulator.mockedChildren) {
    const { workflowId } = child
    if (hanging.has(workflowId)) continue
    const outcomes = options.outcomes?.[child.workflowType.name] ?? everyOutcome
    if (outcomes.includes('completed')) {
      yield { step: { do: 'endChild', workflowId, how: 'complete' }, expected: true }
    }
    if (outcomes.includes('failed')) {
      yield { step: { do: 'endChild', workflowId, how: 'fail' }, expected: false }
    }
    if (outcomes.includes('canceled') && child.cancelRequested) {
      yield { step: { do: 'endChild', workflowId, how: 'cancel' }, expected: false }
    }
  }
}

function* lambdaSteps({ simulator, options }: ScenarioRunner): Generator<Possible> {
  for (const [nth, { name }] of simulator.swf.invocations.entries()) {
    const outcomes = options.outcomes?.[name] ?? everyOutcome
    if (outcomes.includes('completed')) {
      yield { step: { do: 'endLambda', nth, how: 'complete' }, expected: true }
    }
    if (outcomes.includes('failed')) yield { step: { do: 'endLambda', nth, how: 'fail' }, expected: false }
  }
}

/**
 * Whether time can pass to the next timer or timeout. It doesn't pass to the execution's own timeout, and not to that
 * of a mocked child whose outcomes don't contain `timedOut`.
 */
function canPass({ simulator, root, open, options, hanging }: ScenarioRunner): boolean {
  const next = simulator.swf.nextDeadline
  if (open !== undefined || next === undefined || next >= endOf(root)) return false
  return !simulator.mockedChildren.some(child => {
    const outcomes = options.outcomes?.[child.workflowType.name] ?? everyOutcome
    return !outcomes.includes('timedOut') && !hanging.has(child.workflowId) && next >= endOf(child)
  })
}

/** With `decisionTimeouts`: whether the decider can crash with the decision task that the last step has caused. */
function canLoseDecision({ options, lostDecisions, root, simulator: { swf } }: ScenarioRunner): boolean {
  if (lostDecisions >= (options.decisionTimeouts ?? 0)) return false
  const limit = secondsOf(root.queued?.startToCloseTimeout)
  return limit !== Infinity && (swf.nextDeadline ?? Infinity) >= swf.now + limit * 1000
}
