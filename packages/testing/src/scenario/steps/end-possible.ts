import type { OpenWork } from '../../simulator/work.ts'
import { outcomesOf } from '../options.ts'
import type { ScenarioPoint } from '../state.ts'
import type { EndKind, EndStep } from '../step.ts'
import { isBeforeNextDeadline } from './deadline.ts'
import type { EnabledStep } from './kind.ts'

/** All ways in which open work of a kind can end now. */
export function possibleEnds(
  point: ScenarioPoint,
  what: EndKind,
  open: readonly OpenWork[],
): EnabledStep<EndStep>[] {
  const ends = open.map(work => ({ work, steps: stepsOf(point, what, work) }))
  for (const { work, steps } of ends) {
    const before = isDetached(point, work) ? endsOfDetached(work, steps) : []
    if (before.length > 0) return before.map((step, index) => ({ step, expected: index === 0, alone: true }))
  }
  return ends.flatMap(({ steps }) => steps.map(step => ({ step, expected: step.outcome === 'completed' })))
}

function stepsOf(point: ScenarioPoint, what: EndKind, work: OpenWork): EndStep[] {
  if (point.state.hanging.includes(work.key)) return []
  const step = { do: what, of: work.of, id: work.id } as const
  return outcomesOf(point.options, work.name).flatMap((outcome, nth): EndStep[] => {
    if (typeof outcome === 'object')
      return work.kind === 'activity' ? [{ ...step, outcome: 'failed', nth }] : []
    if (outcome === 'canceled' && !canBeCanceled(work)) return []
    return isTimeout({ outcome }) && !canTimeOut(point, work) ? [] : [{ ...step, outcome }]
  })
}

export const isTimeout = ({ outcome }: Pick<EndStep, 'outcome'>) =>
  outcome === 'timedOut' || outcome === 'timedOutAfterWork'

/** Whether its worker has it and can learn of a cancel request. */
const canBeCanceled = ({ cancelRequested, activity }: OpenWork) =>
  cancelRequested && activity?.startedEventId !== 0

/**
 * Whether an activity can time out now, because its worker took it and never answered, before any other deadline.
 * Otherwise its deadline is already running, as are those of children and Lambda functions, and comes when time passes.
 */
const canTimeOut = ({ simulator }: ScenarioPoint, { activity }: OpenWork) =>
  activity?.startedEventId === 0 &&
  isBeforeNextDeadline(simulator, [activity.timeouts.startToClose, activity.timeouts.heartbeat])

/** Whether it is an activity whose result the workflow no longer waits for. */
function isDetached({ simulator, state }: ScenarioPoint, { kind, of, id }: OpenWork): boolean {
  const { root, report } = simulator
  if (kind !== 'activity' || of !== root.workflowId || report === undefined) return false
  if (state.open !== undefined || root.queued !== undefined) return false
  if (!/^\d/.test(id)) return false // the workflow may wait until an id that it has chosen is free again
  return !report.waiting.some(one => one.kind === 'activity' && one.id === id)
}

/**
 * The steps of a detached activity. It makes no difference to the workflow whether it ends now or later; only whether
 * and when its work is done matters. So it ends before any other step. Work that is done after all other steps is
 * `workLate`.
 */
function endsOfDetached({ cancelRequested }: OpenWork, steps: readonly EndStep[]): EndStep[] {
  const [first] = steps.filter(step => !isTimeout(step))
  if (first === undefined) return []
  const end: EndStep | undefined = cancelRequested
    ? { ...first, outcome: 'canceled', nth: undefined }
    : steps.find(({ outcome }) => outcome === 'failed')
  return [...(end === undefined ? [] : [end]), ...steps.filter(({ outcome }) => outcome === 'completed')]
}
