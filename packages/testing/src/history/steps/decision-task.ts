import type { Decision } from '@aws-sdk/client-swf'
import { domain } from '../../simulator/swf.ts'
import type { Asked } from '../asked.ts'
import { batchOf, checkDecisions } from '../batch.ts'
import type { Recorder } from '../recorder.ts'
import type { RefusedDecision } from '../refusals.ts'

interface Implied {
  readonly implied?: boolean
}

export const asked = (item: Decision | RefusedDecision): Asked =>
  'decision' in item ? item : { decision: item }

/** PollForDecisionTask: a decider takes the queued decision task. */
export function startDecisionTask(
  recorder: Recorder,
  { identity, implied = false }: { readonly identity?: string | undefined } & Implied = {},
): void {
  const step = 'DecisionTaskStarted'
  const { started, queued } = recorder.execution
  if (started !== undefined) throw recorder.impossible(step, 'a decision task has already started')
  if (queued === undefined) throw recorder.impossible(step, 'no decision task is queued')
  if (implied) recorder.impliedTransaction()
  else recorder.transaction(step)
  recorder.request(step, 'PollForDecisionTask', {
    domain,
    taskList: { name: queued.taskList },
    startAtPreviousStartedEvent: true,
    ...(identity === undefined ? {} : { identity }),
  })
}

/** The decider didn't respond in time. Its decisions, if any, aren't recorded. */
export function timeOutDecisionTask(recorder: Recorder): void {
  const step = 'DecisionTaskTimedOut'
  if (recorder.execution.started === undefined) startDecisionTask(recorder, { implied: true })
  const at = recorder.execution.started!.deadline?.at
  if (at === undefined) throw recorder.never(step, 'taskStartToClose is NONE')
  recorder.transaction(step, at)
  recorder.expire({ kind: 'decision' })
}

/** RespondDecisionTaskCompleted. A queued decision task is started first. */
export function completeDecisionTask(
  recorder: Recorder,
  answers: readonly Asked[],
  { implied = false }: Implied = {},
): void {
  const step = 'DecisionTaskCompleted'
  if (recorder.execution.started === undefined) startDecisionTask(recorder, { implied: true })
  checkDecisions(answers, recorder)
  if (implied) recorder.impliedTransaction()
  else recorder.transaction(step)
  decide(recorder, answers)
}

/** Adds one decision to the batch at the end of the history, or else to the next decision task. */
export function decideMore(recorder: Recorder, answer: Asked): void {
  const { batch } = recorder
  if (batch === undefined) return completeDecisionTask(recorder, [answer])
  checkDecisions([answer], recorder)
  decide(recorder, [...batch.answers, answer])
}

function decide(recorder: Recorder, answers: readonly Asked[]): void {
  recorder.decide((swf, execution) =>
    recorder.attempt('DecisionTaskCompleted', () => batchOf(answers, swf, execution, recorder)),
  )
  for (const { decision, serializer } of answers) {
    const id = decision.scheduleActivityTaskDecisionAttributes?.activityId
    if (id !== undefined && serializer !== undefined) recorder.remember(id, serializer)
  }
}
