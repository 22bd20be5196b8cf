import type { Decision } from '@aws-sdk/client-swf'
import { checkDecisions, recordDecision, type Asked } from '../batch.ts'
import type { ExecutionState } from '../execution-state.ts'
import type { RefusedDecision } from '../refusals.ts'

export const asked = (item: Decision | RefusedDecision): Asked =>
  'decision' in item ? item : { decision: item }

/** PollForDecisionTask: a decider takes the queued decision task. */
export function startDecisionTask(
  state: ExecutionState,
  { identity, implied = false }: { readonly identity?: string | undefined; readonly implied?: boolean } = {},
): void {
  const step = 'DecisionTaskStarted'
  if (state.started !== undefined) throw state.impossible(step, 'a decision task has already started')
  if (state.queued === undefined) throw state.impossible(step, 'no decision task is queued')
  if (implied) state.impliedTransaction()
  else state.transaction(step)
  const scheduledEventId = state.queued
  state.queued = undefined
  const eventId = state.write('DecisionTaskStarted', { scheduledEventId, identity })
  state.started = { scheduledEventId, eventId, at: state.now }
}

/** The decider didn't respond in time. Its decisions, if any, aren't recorded. */
export function timeOutDecisionTask(state: ExecutionState): void {
  const step = 'DecisionTaskTimedOut'
  if (state.started === undefined) startDecisionTask(state, { implied: true })
  const { scheduledEventId, eventId, at } = state.started!
  const limit = state.begun!.taskStartToClose
  if (limit === 'NONE') throw state.never(step, 'taskStartToClose is NONE')
  state.transaction(step, at + Number(limit) * 1000)
  state.started = undefined
  state.trigger(step, { timeoutType: 'START_TO_CLOSE', scheduledEventId, startedEventId: eventId })
}

/** RespondDecisionTaskCompleted. A queued decision task is started first. */
export function completeDecisionTask(
  state: ExecutionState,
  answers: readonly Asked[],
  { implied = false }: { readonly implied?: boolean } = {},
): void {
  const step = 'DecisionTaskCompleted'
  if (state.started === undefined) startDecisionTask(state, { implied: true })
  checkDecisions(answers, state)
  if (implied) state.impliedTransaction()
  else state.transaction(step)
  const { scheduledEventId, eventId } = state.started!
  state.started = undefined
  const completedId = state.write(step, { scheduledEventId, startedEventId: eventId })
  state.batch = { completedId }
  recordAnswers(state, answers, completedId)
}

/** Adds one decision to the batch at the end of the history, or else to the next decision task. */
export function decideMore(state: ExecutionState, answer: Asked): void {
  if (state.batch === undefined) return completeDecisionTask(state, [answer])
  checkDecisions([answer], state)
  recordAnswers(state, [answer], state.batch.completedId)
}

function recordAnswers(state: ExecutionState, answers: readonly Asked[], completedId: number): void {
  let anyRefused = false
  for (const answer of answers) anyRefused = recordDecision(answer, state, completedId) || anyRefused
  if (!anyRefused) return
  state.scheduleDecision()
  state.batch = undefined
}
