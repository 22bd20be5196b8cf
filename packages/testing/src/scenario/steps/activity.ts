import { failureFromWire, failureToWire } from '@reyield/data/internal'
import type { ActivityView, ExecutionView } from '@reyield/local'
import { asVariable, quoted } from '../../code.ts'
import type { CallOutcome, Work } from '../../mocks/call.ts'
import { attemptOf } from '../../simulator/attempts.ts'
import { activityWork } from '../../simulator/work.ts'
import { text } from '../../text.ts'
import { outcomesOf } from '../options.ts'
import { variablesOf } from '../printed-test.ts'
import type { ScenarioPoint } from '../state.ts'
import type { ActivityStep } from '../step.ts'
import { runMock } from '../worked.ts'
import { isBeforeNextDeadline } from './deadline.ts'
import { ExploredFailure, failureText } from './failure.ts'
import type { EnabledStep, StepKind, StepResult } from './kind.ts'

/** An activity ends. */
export const endActivity: StepKind<'endActivity'> = {
  key: ['of', 'id', 'outcome', 'nth'],
  *enabled(point) {
    const detached = detachedSteps(point)
    if (detached.length > 0) return yield* detached
    for (const [execution, activity] of point.simulator.activities) {
      for (const step of outcomeSteps(point, execution, activity)) {
        yield { step, expected: step.outcome === 'completed' }
      }
    }
  },
  async take(point, step) {
    const { simulator } = point
    const [execution, activity] = simulator.activities.find(
      ([{ workflowId }, { activityId }]) => workflowId === step.of && activityId === step.id,
    )!
    const names = namesOf(point, execution, activity)
    const work = activityWork(simulator, execution, activity)
    switch (step.outcome) {
      case 'completed':
        return complete(point, work, names, activity)
      case 'failed':
        return fail(point, work, names, step)
      case 'canceled':
        return cancel(point, work, names)
      default:
        return timeOut(point, work, names, step)
    }
  },
}

async function complete(
  { state }: ScenarioPoint,
  work: Work,
  names: Names,
  activity: ActivityView,
): Promise<StepResult> {
  const code = callOf('complete', names)
  const { outcome, worked } = await runMock(work, true)
  if (outcome === undefined) {
    const hanging = [...state.hanging, hangingKey(work.task.execution, activity)]
    return { sentence: `${names.sentence} is started and never answered`, code, changes: { hanging } }
  }
  work.respond(outcome)
  const sentence = `${names.sentence} ${outcomeText(outcome, work)}`
  return { sentence, code, changes: { worked: [...state.worked, ...worked] } }
}

function fail({ options }: ScenarioPoint, work: Work, names: Names, step: ActivityStep): StepResult {
  const { nth, error: given } = step
  const { name } = work.task
  const outcome = nth === undefined ? undefined : outcomesOf(options, name)[nth]
  const error = typeof outcome === 'object' ? outcome.failed : (given ?? new ExploredFailure(name))
  work.respond({ as: 'failed', failure: failureToWire(error) })
  const pick = nth === undefined ? names.pick : [...names.pick, `outcome: ${nth}`]
  return {
    sentence: `${names.sentence} failed: ${failureText(error)}`,
    code: callOf('fail', { ...names, pick }, 'undefined'),
  }
}

async function timeOut(
  { simulator: { swf }, state }: ScenarioPoint,
  work: Work,
  names: Names,
  { id, outcome }: ActivityStep,
): Promise<StepResult> {
  const afterWork = outcome === 'timedOutAfterWork'
  const worked = afterWork ? (await runMock(work, false)).worked : []
  const { activities } = swf.executions.get(work.task.execution.runId)!
  const scheduledEventId = activities.get(id)?.scheduledEventId
  while (activities.get(id)?.scheduledEventId === scheduledEventId) swf.passDeadline()
  return {
    sentence: `${names.sentence} timed out${afterWork ? ' after its work was done' : ''}`,
    code: callOf('timeOut', { ...names, pick: [...(afterWork ? ['worked: true'] : []), ...names.pick] }),
    changes: { worked: [...state.worked, ...worked] },
  }
}

function cancel({ simulator, state }: ScenarioPoint, work: Work, names: Names): StepResult {
  const { task } = work
  const isAwaited = simulator.report?.waiting.some(one => one.kind === 'activity' && one.id === task.id)
  work.respond({ as: 'canceled' })
  return {
    sentence: `${names.sentence} was canceled on request`,
    code: callOf('cancel', names),
    // if nothing awaits it, its worker may or may not have learned of the request
    changes: isAwaited === true ? {} : { abandoned: [...state.abandoned, task] },
  }
}

/** The key of an activity whose mock never answers. A further attempt has another key. */
const hangingKey = (
  { workflowId }: { readonly workflowId: string },
  { scheduledEventId }: ActivityView,
): string => `${workflowId} ${scheduledEventId}`

/**
 * The steps of an activity whose result the workflow no longer waits for. It makes no difference to the workflow whether it ends now
 * or later; only whether and when its work is done matters. So it ends before any other step. Work that is done after
 * all other steps is `workLate`.
 */
function detachedSteps(point: ScenarioPoint): EnabledStep<ActivityStep>[] {
  const { simulator, state } = point
  const { root, report } = simulator
  if (report === undefined || state.open !== undefined || root.queued !== undefined) return []
  for (const activity of root.activities.values()) {
    const { activityId: id } = activity
    if (!/^\d/.test(id)) continue // the workflow may wait until an id that it has chosen is free again
    if (report.waiting.some(one => one.kind === 'activity' && one.id === id)) continue
    const steps = outcomeSteps(point, root, activity).filter(({ outcome }) => !isTimeout(outcome))
    if (steps.length === 0) continue
    const ends: ActivityStep | undefined = isCancelRequested(activity)
      ? { do: 'endActivity', of: root.workflowId, id, outcome: 'canceled' }
      : steps.find(({ outcome }) => outcome === 'failed')
    const completes = steps.filter(({ outcome }) => outcome === 'completed')
    const possible = ends === undefined ? completes : [ends, ...completes]
    return possible.map((step, index) => ({ step, expected: index === 0, alone: true }))
  }
  return []
}

const isTimeout = (outcome: ActivityStep['outcome']) =>
  outcome === 'timedOut' || outcome === 'timedOutAfterWork'

/** All ways in which an activity can end now. */
function outcomeSteps(
  point: ScenarioPoint,
  execution: ExecutionView,
  activity: ActivityView,
): ActivityStep[] {
  if (point.state.hanging.includes(hangingKey(execution, activity))) return []
  const step = { do: 'endActivity', of: execution.workflowId, id: activity.activityId } as const
  return outcomesOf(point.options, activity.activityType.name).flatMap((outcome, nth): ActivityStep[] => {
    if (typeof outcome === 'object') return [{ ...step, outcome: 'failed', nth }]
    if (outcome === 'canceled' && !(isCancelRequested(activity) && activity.startedEventId !== 0)) return []
    return isTimeout(outcome) && !canTimeOut(point, activity) ? [] : [{ ...step, outcome }]
  })
}

/** Whether an activity can time out now, because its worker took it and never answered, before any other deadline. */
const canTimeOut = ({ simulator }: ScenarioPoint, { startedEventId, timeouts }: ActivityView) =>
  startedEventId === 0 && // else its own deadline is already running, and comes when time passes
  isBeforeNextDeadline(simulator, [timeouts.startToClose, timeouts.heartbeat])

const isCancelRequested = ({ latestCancelRequestedEventId }: ActivityView) => latestCancelRequestedEventId > 0

/** An activity in a sentence and in code. */
interface Names {
  readonly sentence: string
  readonly code: string
  /** Options of the call that choose it. */
  readonly pick: readonly string[]
}

/** The names of an activity. It is identified by its id where other activities of its type are open too. */
function namesOf(
  { simulator, setup }: ScenarioPoint,
  execution: ExecutionView,
  activity: ActivityView,
): Names {
  const { activityId: id, activityType, input } = activity
  const { name } = activityType
  const attempt = attemptOf(execution, activity)
  const { serializer } = simulator.mocks.activity(activityType, id)
  const of = execution === simulator.root ? '' : `${execution.workflowId}: `
  const again = attempt === 1 ? '' : ` (attempt ${attempt})`
  const fitting = simulator.activities.map(([, one]) => one).filter(one => one.activityType.name === name)
  const place = fitting.indexOf(activity)
  const isOnly = fitting.filter(one => one.activityId === id).length === 1
  return {
    sentence: `${of}${name}(${input === undefined ? '' : text(serializer.deserialize(input))})${again}`,
    code: asVariable(name, variablesOf(setup.workflow.name)) ?? quoted(name),
    pick: place === 0 ? [] : [isOnly ? `id: ${quoted(id)}` : `nth: ${place + 1}`],
  }
}

/** A call on a scenario. `before`: the arguments before its options, with their default values. */
function callOf(step: string, { code, pick }: Names, ...before: readonly string[]): string {
  const args = pick.length === 0 ? [code] : [code, ...before, `{ ${pick.join(', ')} }`]
  return `${step}(${args.join(', ')})`
}

function outcomeText(ended: CallOutcome, { mock: { serializer } }: Work): string {
  if (ended.as === 'canceled') return 'was canceled on request'
  if (ended.as === 'failed') {
    return `failed: ${failureText(failureFromWire(ended.failure) ?? ended.failure.reason)}`
  }
  const result = serializer.deserialize(ended.result)
  return result === undefined ? 'completed' : `completed: ${text(result)}`
}
