import { failureToWire } from '@reyield/data/internal'
import type { MockedKind, Work } from '../../mocks/call.ts'
import { openWork, type OpenWork } from '../../simulator/work.ts'
import { errorText } from '../../text.ts'
import { outcomesOf } from '../options.ts'
import type { ScenarioPoint } from '../state.ts'
import type { EndKind, EndStep } from '../step.ts'
import { runMock } from '../worked.ts'
import { possibleEnds } from './end-possible.ts'
import { callOf, namesOf, outcomeText, type Names } from './end-text.ts'
import type { StepKind, StepResult } from './kind.ts'

/** An activity, a mocked child or a Lambda function ends. */
const ends = (what: EndKind, kind: MockedKind): StepKind<EndKind> => ({
  key: ['of', 'id', 'outcome', 'nth'],
  enabled: point => possibleEnds(point, what, openWork(point.simulator, kind)),
  async take(point, step) {
    const all = openWork(point.simulator, kind)
    const open = all.find(one => one.of === step.of && one.id === step.id)!
    const work = open.take()
    const names = namesOf(point, open, work, all)
    switch (step.outcome) {
      case 'completed':
        return complete(point, open, work, names)
      case 'failed':
        return fail(point, work, names, step)
      case 'canceled':
        return cancel(point, work, names)
      default:
        return timeOut(point, open, work, names, step.outcome === 'timedOutAfterWork')
    }
  },
})

export const endActivity = ends('endActivity', 'activity') as StepKind<'endActivity'>
export const endChild = ends('endChild', 'child') as StepKind<'endChild'>
export const endLambda = ends('endLambda', 'lambda') as StepKind<'endLambda'>

async function complete(
  { state }: ScenarioPoint,
  { key }: OpenWork,
  work: Work,
  names: Names,
): Promise<StepResult> {
  const code = callOf('complete', names)
  const { outcome, worked } = await runMock(work, true)
  if (outcome === undefined) {
    const changes = { hanging: [...state.hanging, key], worked: [...state.worked, ...worked] }
    return {
      sentence: `${names.sentence} ${work.kind === 'child' ? 'never closes' : 'is started and never answers'}`,
      code,
      changes,
    }
  }
  work.respond(outcome)
  const changes = { worked: [...state.worked, ...worked] }
  return { sentence: `${names.sentence} ${outcomeText(outcome, work)}`, code, changes }
}

function fail(
  { options }: ScenarioPoint,
  work: Work,
  names: Names,
  { nth, error: given }: EndStep,
): StepResult {
  const { name } = work.task
  const outcome = nth === undefined ? undefined : outcomesOf(options, name)[nth]
  const error =
    typeof outcome === 'object' ? outcome.failed : (given ?? new ExploredFailure(`${name} failed`))
  work.respond({ as: 'failed', failure: failureToWire(error) })
  const pick = nth === undefined ? names.pick : [...names.pick, `outcome: ${nth}`]
  return {
    sentence: `${names.sentence} failed: ${errorText(error)}`,
    code: callOf('fail', { ...names, pick }, ...(work.kind === 'activity' ? ['undefined'] : [])),
  }
}

function cancel({ simulator, state }: ScenarioPoint, work: Work, names: Names): StepResult {
  const { kind, task } = work
  const isAwaited = simulator.report?.waiting.some(one => one.kind === 'activity' && one.id === task.id)
  work.respond({ as: 'canceled' })
  return {
    sentence: `${names.sentence} was canceled on request`,
    code: callOf('cancel', names),
    // if nothing awaits it, its worker may or may not have learned of the request
    changes: kind === 'activity' && isAwaited !== true ? { abandoned: [...state.abandoned, task] } : {},
  }
}

async function timeOut(
  { simulator: { swf }, state }: ScenarioPoint,
  { id, key }: OpenWork,
  work: Work,
  names: Names,
  afterWork: boolean,
): Promise<StepResult> {
  const worked = afterWork ? (await runMock(work, false)).worked : []
  const { runId } = work.task.execution
  const { activities } = swf.executions.get(runId)!
  while (`${runId} ${activities.get(id)?.scheduledEventId}` === key) swf.passDeadline()
  return {
    sentence: `${names.sentence} timed out${afterWork ? ' after its work was done' : ''}`,
    code: callOf('timeOut', { ...names, pick: [...(afterWork ? ['worked: true'] : []), ...names.pick] }),
    changes: { worked: [...state.worked, ...worked] },
  }
}

/** The default failure. */
class ExploredFailure extends Error {
  override readonly name = 'ExploredFailure'
  /** it wasn't thrown by any code, and printing stacks is slow */
  override readonly stack = `${this.name}: ${this.message}`
}
