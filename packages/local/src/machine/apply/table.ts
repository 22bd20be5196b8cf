import { parseExecutionKey } from '../keys.ts'
import type { Execution } from '../state/execution.ts'
import { attributesMember } from '../../model/event-attributes.ts'
import type { EventAttributes } from '../../model/event-attributes.ts'
import type { State } from '../state/state.ts'
import type { Transaction } from '../transaction.ts'
import { activityEvents } from './activities.ts'
import { clock } from './clock.ts'
import { childEvents } from './children.ts'
import { decisionTaskEvents } from './decision-tasks.ts'
import { dropped } from './dropped.ts'
import type { EventEffect, RecordEffect } from './effect.ts'
import { executionEvents, startExecution } from './executions.ts'
import { expired } from './expired.ts'
import { externalEvents } from './externals.ts'
import { heartbeat } from './heartbeat.ts'
import { lambdaEvents } from './lambda-functions.ts'
import { domainRecords, typeRecords } from './registrations.ts'
import { timerEvents } from './timers.ts'

/** Events without an entry have no effect besides being in the history. */
const eventEffects = new Map<string, EventEffect<never>>(
  Object.entries({
    ...executionEvents,
    ...decisionTaskEvents,
    ...activityEvents,
    ...timerEvents,
    ...childEvents,
    ...externalEvents,
    ...lambdaEvents,
  }),
)

const recordEffects = new Map<string, RecordEffect>(
  Object.entries({
    ...domainRecords,
    ...typeRecords,
    heartbeat,
    dropped,
    clock,
    'executions-expired': expired,
  }),
)

/** Applies a transaction to the state. */
export function applyTransaction(state: State, transaction: Transaction): void {
  state.now = Math.max(state.now, transaction.at)
  state.seq = transaction.seq
  // a transaction that only records the time is obsolete as soon as another one follows
  if (state.clockSeq > 0) state.obsolete.push([state.clockSeq])
  state.clockSeq = 0
  if (transaction.events === undefined) {
    const effect = recordEffects.get(transaction.kind)
    if (effect === undefined) throw new Error(`the kind of its transaction is unknown: ${transaction.kind}`)
    effect(state, transaction)
    return
  }
  const id = parseExecutionKey(transaction.key)
  let execution = state.executions.get(id.runId)
  if (execution === undefined && transaction.events[0]?.eventType !== 'WorkflowExecutionStarted') {
    // the execution is being removed from the log, and its first transaction is already gone
    state.obsolete.push([transaction.seq])
    return
  }
  for (const event of transaction.events) {
    const attributes = event[attributesMember(event.eventType)]
    execution ??= startExecution(state, id, attributes as EventAttributes['WorkflowExecutionStarted'], event)
    execution.events.push(event)
    eventEffects.get(event.eventType)?.(state, execution, attributes as never, event)
  }
  if (execution === undefined) return
  execution.seqs.push(transaction.seq)
  limitHistory(state, execution)
}

function limitHistory(state: State, execution: Execution): void {
  if (execution.closed !== undefined || execution.events.length < state.limits.events) return
  if (state.pendingTransitions.find(execution, 'terminate-overlong') !== undefined) return
  state.pendingTransitions.add({ kind: 'terminate-overlong', execution })
}
