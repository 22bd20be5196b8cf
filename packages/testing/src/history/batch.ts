import { taskToken, type Draft, type ExecutionView } from '@reyield/local'
import { dated } from '../simulator/execution.ts'
import type { SimulatedSwf } from '../simulator/swf.ts'
import type { Asked, Batch } from './asked.ts'
import { causesOfState, lateSteps, refusalCauses, type DecisionType } from './causes.ts'
import type { Recorder } from './recorder.ts'
import { registerTypes } from './register-types.ts'

/**
 * Checks for decisions that SWF doesn't have, and for causes of refusal that it doesn't have. What SWF rejects as a whole is
 * rejected by SWF itself.
 *
 * @throws ImpossibleHistoryError (HISTORY_IMPOSSIBLE)
 */
export function checkDecisions(answers: readonly Asked[], recorder: Recorder): void {
  for (const { decision, cause } of answers) {
    const type = decision.decisionType ?? 'no type'
    if (!isKnown(type)) {
      throw recorder.never(`Decision ${type}`, `SWF knows ${Object.keys(refusalCauses).join(', ')}`)
    }
    if (cause !== undefined) checkCause(type, cause, recorder)
  }
}

const isKnown = (type: string): type is DecisionType => type in refusalCauses

function checkCause(type: DecisionType, cause: string, recorder: Recorder): void {
  const known: readonly string[] = refusalCauses[type]
  if (known.includes(cause)) return
  const later = lateSteps[type] === undefined ? '' : `; ${lateSteps[type]}`
  const list = known.length === 0 ? 'SWF never refuses it in the batch' : `its causes are ${known.join(', ')}`
  throw recorder.never(`${type}Failed with cause ${cause}`, `${list}${later}`)
}

/**
 * What SWF records for the decisions of the started decision task. The causes that follow from what is open come from SWF; the
 * others are chosen by the test.
 *
 * @throws what SWF throws for a batch that it rejects; ImpossibleHistoryError (HISTORY_IMPOSSIBLE)
 */
export function batchOf(
  answers: readonly Asked[],
  swf: SimulatedSwf,
  execution: ExecutionView,
  recorder: Recorder,
): Batch {
  const decisions = answers.map(({ decision }) => decision)
  const { workflowId, runId, started, workflowType, events: before } = execution
  const { taskList } = dated(before[0]!).workflowExecutionStartedEventAttributes!
  registerTypes(swf, workflowType.name, taskList!.name!, decisions)
  const { scheduledEventId, startedEventId } = started!
  swf.nextRunId = 'run/2=' // of a new run
  const outcome = swf.ask(
    'RespondDecisionTaskCompleted',
    {
      taskToken: taskToken('decision', { workflowId, runId, scheduledEventId, startedEventId }),
      decisions,
    },
    { refuse: index => chosenCause(answers[index]!) },
  )
  swf.nextRunId = undefined
  const draft = (outcome as { readonly record: Draft }).record
  const events = draft.events!.slice(1)
  for (const [index, { decision, cause }] of answers.entries()) {
    if (cause === undefined || `${decision.decisionType}Failed` === events[index]!.eventType) continue
    throw recorder.never(`${decision.decisionType}Failed with cause ${cause}`, causesOfState[cause]!)
  }
  return { answers, draft, at: swf.now, canGrow: !events.some(endsBatch) }
}

/** A refusal, after which another decision task follows, or the event that closes the execution. */
const endsBatch = ({ eventType }: { readonly eventType: string }) =>
  eventType.endsWith('Failed') || eventType.startsWith('WorkflowExecution')

/** The cause that a test chooses, unless it follows from what is open. */
const chosenCause = ({ cause }: Asked) => (cause === undefined || cause in causesOfState ? undefined : cause)
