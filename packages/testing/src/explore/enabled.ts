import type { StagedActivity, StagedExecution } from '../stage/execution.ts'
import { everyEnding } from './options.ts'
import type { Step } from './step.ts'
import { hungKey, type Teller } from './teller.ts'

/**
 * All that can happen next in a story, what is expected first: the oldest activity completes, a signal comes that is waited
 * for, a child ends, a Lambda function, time passes. Empty: nothing can.
 */
export function enabledSteps(teller: Teller): Step[] {
  if (teller.ended) return []
  const { world, root } = teller
  const expected: Step[] = []
  const else_: Step[] = []
  if (teller.open !== undefined) expected.push({ do: 'answerDecision' })
  else if (root.queuedOn !== undefined) {
    const lose: Step[] = canLoseDecision(teller) ? [{ do: 'loseDecision' }] : []
    if (world.batches !== true) return [{ do: 'decide' }, ...lose]
    expected.push({ do: 'decide' })
    else_.push({ do: 'takeDecision' }, ...lose)
  }
  const lost = detachedSteps(teller)
  if (lost !== undefined) return lost
  const events = [
    ...activitySteps(teller),
    ...signalSteps(teller),
    ...childSteps(teller),
    ...lambdaSteps(teller),
  ]
  expected.push(...events.filter(({ expected }) => expected).map(({ step }) => step))
  else_.push(...events.filter(({ expected }) => !expected).map(({ step }) => step))
  if (canPass(teller)) expected.push({ do: 'pass' })
  if (teller.cancelRequests < (world.cancelRequests ?? 1)) else_.push({ do: 'requestCancel' })
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
function detachedSteps(teller: Teller): Step[] | undefined {
  const { root, report } = teller
  if (report === undefined || teller.open !== undefined || root.queuedOn !== undefined) return undefined
  for (const activity of root.activities.values()) {
    const { id } = activity
    if (teller.hung.has(hungKey(root, activity)) || !/^\d/.test(id)) continue // a name of one's own may be waited for to be free
    if (report.waiting.some(one => one.kind === 'activity' && one.id === id)) continue
    const steps = endingsOf(teller, root, activity).filter(step => step.do !== 'timeOut')
    const [first] = steps
    if (first === undefined) continue
    const ends: Step | undefined = activity.cancelRequested
      ? { do: 'cancel', of: root.workflowId, id }
      : steps.find(step => step.do === 'fail')
    return [...(ends === undefined ? [] : [ends]), ...steps.filter(step => step.do === 'complete')]
  }
  return undefined
}

function* activitySteps(teller: Teller): Generator<Possible> {
  for (const execution of teller.stage.swf.executions.values()) {
    if (execution.closed !== undefined) continue
    for (const activity of execution.activities.values()) {
      if (teller.hung.has(hungKey(execution, activity))) continue
      for (const step of endingsOf(teller, execution, activity)) {
        yield { step, expected: step.do === 'complete' }
      }
    }
  }
}

function endingsOf(teller: Teller, execution: StagedExecution, activity: StagedActivity): Step[] {
  const { workflowId: of } = execution
  const { id, name } = activity
  const endings = teller.world.endings?.[name] ?? everyEnding
  return endings.flatMap((ending, n): Step[] => {
    if (typeof ending === 'object') return [{ do: 'fail', of, id, n }]
    switch (ending) {
      case 'completes':
        return [{ do: 'complete', of, id }]
      case 'fails':
        return [{ do: 'fail', of, id, n: -1 }]
      case 'cancels':
        return activity.cancelRequested && activity.startedEventId !== 0 ? [{ do: 'cancel', of, id }] : []
      default:
        return canTimeOut(teller, activity)
          ? [{ do: 'timeOut', of, id, worked: ending === 'timesOutAfterWork' }]
          : []
    }
  })
}

/** A worker that takes it now and isn't heard of any more: no other timer or timeout comes before. */
function canTimeOut({ stage: { swf } }: Teller, activity: StagedActivity): boolean {
  if (activity.startedEventId !== 0) return false // its deadline runs, and comes as time passes
  const limit = Math.min(...[activity.startToClose, activity.heartbeat].map(secondsOf))
  return limit !== Infinity && (swf.nextDeadline ?? Infinity) >= swf.now + limit * 1000
}

const secondsOf = (timeout: string) => (timeout === 'NONE' ? Infinity : Number(timeout))

/** Of each name the next one. */
function* signalSteps({ signals, sent, report }: Teller): Generator<Possible> {
  const names = new Set<string>()
  for (const [index, { name }] of signals.entries()) {
    if (sent.includes(index) || names.has(name)) continue
    names.add(name)
    const expected = report?.waiting.some(({ kind, id }) => kind === 'signal' && id === name) === true
    yield { step: { do: 'signal', index }, expected }
  }
}

function* childSteps({ stage, world, hung }: Teller): Generator<Possible> {
  for (const child of stage.playedChildren) {
    const { workflowId } = child
    if (hung.has(workflowId)) continue
    const endings = world.endings?.[child.type.name] ?? everyEnding
    if (endings.includes('completes')) {
      yield { step: { do: 'endChild', workflowId, how: 'complete' }, expected: true }
    }
    if (endings.includes('fails')) {
      yield { step: { do: 'endChild', workflowId, how: 'fail' }, expected: false }
    }
    if (endings.includes('cancels') && child.cancelRequests > 0) {
      yield { step: { do: 'endChild', workflowId, how: 'cancel' }, expected: false }
    }
  }
}

function* lambdaSteps({ stage, world }: Teller): Generator<Possible> {
  for (const [nth, { name }] of stage.swf.invocations.entries()) {
    const endings = world.endings?.[name] ?? everyEnding
    if (endings.includes('completes')) {
      yield { step: { do: 'endLambda', nth, how: 'complete' }, expected: true }
    }
    if (endings.includes('fails')) yield { step: { do: 'endLambda', nth, how: 'fail' }, expected: false }
  }
}

/**
 * Time passes to the next timer or timeout; not to the end that SWF sets an execution that is open for too long, nor to that
 * of a child that isn't told to time out.
 */
function canPass({ stage, root, open, world, hung }: Teller): boolean {
  const next = stage.swf.nextDeadline
  if (open !== undefined || next === undefined || next >= root.endsAt) return false
  return !stage.playedChildren.some(child => {
    const endings = world.endings?.[child.type.name] ?? everyEnding
    return !endings.includes('timesOut') && !hung.has(child.workflowId) && next >= child.endsAt
  })
}

/** With `decisionTimeouts`: a decider dies with the task that the last step has brought. */
function canLoseDecision({ world, lost, root, stage: { swf } }: Teller): boolean {
  if (lost >= (world.decisionTimeouts ?? 0)) return false
  const limit = root.events.findLast(({ eventType }) => eventType === 'DecisionTaskScheduled')
    ?.decisionTaskScheduledEventAttributes?.startToCloseTimeout
  return (
    limit !== undefined &&
    limit !== 'NONE' &&
    (swf.nextDeadline ?? Infinity) >= swf.now + Number(limit) * 1000
  )
}
