import type { ExecutionView } from '@reyield/local'
import type { Simulator } from '../../simulator/simulator.ts'
import { takeActivity } from '../../simulator/work.ts'
import type { OpenDecision, ScenarioPoint } from '../state.ts'
import { isBeforeNextDeadline } from './deadline.ts'
import type { StepKind } from './kind.ts'

/** A decider takes the decision task of the workflow and answers it at once. */
export const decide: StepKind<'decide'> = {
  key: [],
  *enabled(point) {
    if (isTaskWaiting(point)) yield { step: { do: 'decide' }, expected: true, alone: isAlone(point) }
  },
  async take({ simulator }) {
    answerOpenDecision(simulator, await openDecision(simulator, simulator.root))
    return { sentence: 'the workflow decided', code: 'decide()' }
  },
}

/** With `batches`: a decider takes the decision task, and other events arrive before it answers. */
export const takeDecision: StepKind<'takeDecision'> = {
  key: [],
  *enabled(point) {
    if (isTaskWaiting(point) && !isAlone(point)) yield { step: { do: 'takeDecision' }, expected: false }
  },
  async take({ simulator }) {
    const open = await openDecision(simulator, simulator.root)
    return { sentence: 'a decider took the decision task', code: 'takeDecision()', changes: { open } }
  },
}

export const answerDecision: StepKind<'answerDecision'> = {
  key: [],
  *enabled({ state }) {
    if (state.open !== undefined) yield { step: { do: 'answerDecision' }, expected: true }
  },
  take({ simulator, state }) {
    answerOpenDecision(simulator, state.open!)
    return { sentence: 'the decider answered', code: 'decide()', changes: { open: undefined } }
  },
}

/** With `decisionTimeouts`: the decider crashes with the decision task that the last step has caused. */
export const loseDecision: StepKind<'loseDecision'> = {
  key: [],
  *enabled(point) {
    const { simulator, options, state } = point
    if (!isTaskWaiting(point) || state.lostDecisions >= (options.decisionTimeouts ?? 0)) return
    const timeout = simulator.root.queued!.startToCloseTimeout
    if (!isBeforeNextDeadline(simulator, [timeout])) return
    yield { step: { do: 'loseDecision' }, expected: false, alone: isAlone(point) }
  },
  take({ simulator, state }) {
    const { root, swf } = simulator
    simulator.takeDecision(root)
    simulator.forgetPrograms()
    while (root.started !== undefined) swf.passDeadline()
    const changes = { lostDecisions: state.lostDecisions + 1 }
    return { sentence: 'the decider crashed while it had the decision task', code: 'loseDecision()', changes }
  },
}

const isTaskWaiting = ({ simulator, state }: ScenarioPoint) =>
  state.open === undefined && simulator.root.queued !== undefined

/** Without `batches`, the workflow decides before any other event. */
const isAlone = ({ options }: ScenarioPoint) => options.batches !== true

/** A decider takes the decision task of an execution, and computes its answer. */
export async function openDecision(simulator: Simulator, execution: ExecutionView): Promise<OpenDecision> {
  const task = simulator.takeDecision(execution)
  return { task, answer: await simulator.decide(task, true) }
}

/** The decider answers. Activities that it cancels are taken by workers first, so that these learn of the request. */
export function answerOpenDecision(simulator: Simulator, { task, answer }: OpenDecision): void {
  const execution = simulator.swf.executions.get(task.runId)!
  for (const { requestCancelActivityTaskDecisionAttributes: cancel } of answer.decisions) {
    const activity = cancel && execution.activities.get(cancel.activityId!)
    if (activity !== undefined) takeActivity(simulator, execution, activity)
  }
  simulator.answer(task, answer)
}
