import type { SimulatedActivity, SimulatedExecution } from '../simulator/execution.ts'
import { everyOutcome } from './options.ts'
import type { Step } from './step.ts'
import { hangingKey, type ScenarioRunner } from './scenario-runner.ts'

/**
 * All that can happen next in a story, what is expected first: the oldest activity completes, a signal comes that is waited
 * for, a child ends, a Lambda function, time passes. Empty: nothing can.
 */
export function enabledSteps(runner: ScenarioRunner): Step[] {
  if (runner.ended) return []
  const { options, root } = runner
  const expected: Step[] = []
  const else_: Step[] = []
  if (runner.open !== undefined) expected.push({ do: 'answerDecision' })
  else if (root.queuedOn !== undefined) {
    const lose: Step[] = canLoseDecision(runner) ? [{ do: 'loseDecision' }] : []
    if (options.batches !== true) return [{ do: 'decide' }, ...lose]
    expected.push({ do: 'decide' })
    else_.push({ do: 'takeDecision' }, ...lose)
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
  else_.push(...events.filter(({ expected }) => !expected).map(({ step }) => step))
  if (canPass(runner)) expected.push({ do: 'pass' })
  if (runner.cancelRequests < (options.cancelRequests ?? 1)) else_.push({ do: 'requestCancel' })
  return [...expected, ...else_]
}

interface Possible {
  readonly step: Step
  readonly expected: boolean
}

/**
 * An activity that nobody waits for any more ends now or later, and the workflow can't tell the difference; only whether and
 * when its work is done matters. So it ends before anything else does; work behind everything else is `workLate`.
 */
function detachedSteps(runner: ScenarioRunner): Step[] | undefined {
  const { root, report } = runner
  if (report === undefined || runner.open !== undefined || root.queuedOn !== undefined) return undefined
  for (const activity of root.activities.values()) {
    const { id } = activity
    if (runner.hanging.has(hangingKey(root, activity)) || !/^\d/.test(id)) continue // a name of one's own may be waited for to be free
    if (report.waiting.some(one => one.kind === 'activity' && one.id === id)) continue
    const steps = endingsOf(runner, root, activity).filter(step => step.do !== 'timeOut')
    const [first] = steps
    if (first === undefined) continue
    const ends: Step | undefined = activity.cancelRequested
      ? { do: 'cancel', of: root.workflowId, id }
      : steps.find(step => step.do === 'fail')
    return [...(ends === undefined ? [] : [ends]), ...steps.filter(step => step.do === 'complete')]
  }
  return undefined
}

function* activitySteps(runner: ScenarioRunner): Generator<Possible> {
  for (const execution of runner.simulator.swf.executions.values()) {
    if (execution.closed !== undefined) continue
    for (const activity of execution.activities.values()) {
      if (runner.hanging.has(hangingKey(execution, activity))) continue
      for (const step of endingsOf(runner, execution, activity)) {
        yield { step, expected: step.do === 'complete' }
      }
    }
  }
}

function endingsOf(
  runner: ScenarioRunner,
  execution: SimulatedExecution,
  activity: SimulatedActivity,
): Step[] {
  const { workflowId: of } = execution
  const { id, name } = activity
  const endings = runner.options.outcomes?.[name] ?? everyOutcome
  return endings.flatMap((ending, n): Step[] => {
    if (typeof ending === 'object') return [{ do: 'fail', of, id, n }]
    switch (ending) {
      case 'completed':
        return [{ do: 'complete', of, id }]
      case 'failed':
        return [{ do: 'fail', of, id, n: -1 }]
      case 'canceled':
        return activity.cancelRequested && activity.startedEventId !== 0 ? [{ do: 'cancel', of, id }] : []
      default:
        return canTimeOut(runner, activity)
          ? [{ do: 'timeOut', of, id, worked: ending === 'timedOutAfterWork' }]
          : []
    }
  })
}

/** A worker that takes it now and isn't heard of any more: no other timer or timeout comes before. */
function canTimeOut({ simulator: { swf } }: ScenarioRunner, activity: SimulatedActivity): boolean {
  if (activity.startedEventId !== 0) return false // its deadline runs, and comes as time passes
  const limit = Math.min(...[activity.startToClose, activity.heartbeat].map(secondsOf))
  return limit !== Infinity && (swf.nextDeadline ?? Infinity) >= swf.now + limit * 1000
}

const secondsOf = (timeout: string) => (timeout === 'NONE' ? Infinity : Number(timeout))

/** Of each name the next one. */
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
    const endings = options.outcomes?.[child.type.name] ?? everyOutcome
    if (endings.includes('completed')) {
      yield { step: { do: 'endChild', workflowId, how: 'complete' }, expected: true }
    }
    if (endings.includes('failed')) {
      yield { step: { do: 'endChild', workflowId, how: 'fail' }, expected: false }
    }
    if (endings.includes('canceled') && child.cancelRequests > 0) {
      yield { step: { do: 'endChild', workflowId, how: 'cancel' }, expected: false }
    }
  }
}

function* lambdaSteps({ simulator, options }: ScenarioRunner): Generator<Possible> {
  for (const [nth, { name }] of simulator.swf.invocations.entries()) {
    const endings = options.outcomes?.[name] ?? everyOutcome
    if (endings.includes('completed')) {
      yield { step: { do: 'endLambda', nth, how: 'complete' }, expected: true }
    }
    if (endings.includes('failed')) yield { step: { do: 'endLambda', nth, how: 'fail' }, expected: false }
  }
}

/**
 * Time passes to the next timer or timeout; not to the end that SWF sets an execution that is open for too long, nor to that
 * of a child that isn't told to time out.
 */
function canPass({ simulator, root, open, options, hanging }: ScenarioRunner): boolean {
  const next = simulator.swf.nextDeadline
  if (open !== undefined || next === undefined || next >= root.endsAt) return false
  return !simulator.mockedChildren.some(child => {
    const endings = options.outcomes?.[child.type.name] ?? everyOutcome
    return !endings.includes('timedOut') && !hanging.has(child.workflowId) && next >= child.endsAt
  })
}

/** With `decisionTimeouts`: a decider dies with the task that the last step has brought. */
function canLoseDecision({ options, lostDecisions, root, simulator: { swf } }: ScenarioRunner): boolean {
  if (lostDecisions >= (options.decisionTimeouts ?? 0)) return false
  const limit = root.events.findLast(({ eventType }) => eventType === 'DecisionTaskScheduled')
    ?.decisionTaskScheduledEventAttributes?.startToCloseTimeout
  return (
    limit !== undefined &&
    limit !== 'NONE' &&
    (swf.nextDeadline ?? Infinity) >= swf.now + Number(limit) * 1000
  )
}
