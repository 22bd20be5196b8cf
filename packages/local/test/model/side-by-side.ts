import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { parseExecutionKey } from '../../src/machine/keys.ts'
import type { Transaction } from '../../src/machine/transaction.ts'
import type { Execution, Option } from './execution.ts'
import { rowOf } from './real.ts'
import type { Real, Reply } from './real.ts'
import type { SwfModel } from './swf-model.ts'

/** Fails with both values if they differ. */
export function same(actual: unknown, predicted: unknown, of = ''): void {
  if (!isDeepStrictEqual(actual, predicted)) expect(actual, of).toEqual(predicted)
}

/** The response to a request that must be accepted. */
export function accepted(reply: Reply): Extract<Reply, { response: unknown }> {
  if ('fault' in reply) throw new Error(`not to be refused: ${reply.fault}: ${reply.message}`)
  return reply
}

/** Pending transitions at one time: each must be one that the model allows, until the model has none. */
export function settle(model: SwfModel, real: Real): void {
  for (;;) {
    const pendingTransition = real.pendingTransition()
    if (pendingTransition !== undefined) {
      happen(model, model.pendingTransitions(), pendingTransition)
      continue
    }
    same([], model.undone().map(show), 'still to be done')
    const due = real.due()
    if (due === undefined) break
    happen(model, model.due(), due)
  }
  same([], model.due().map(show), 'overdue')
  same(real.nextDeadline(), model.nextDeadline(), 'next deadline')
}

function happen(model: SwfModel, options: readonly Option[], transaction: Transaction): void {
  const { workflowId, runId } = parseExecutionKey(transaction.key)
  // the log can also record that something had no effect
  if (transaction.events === undefined) return
  const { type, attributes } = rowOf(transaction.events[0]!)
  const option = options.find(
    one =>
      one.workflowId === workflowId &&
      (one.runId === undefined || one.runId === runId) &&
      one.type === type &&
      isDeepStrictEqual(one.attributes, attributes),
  )
  if (option === undefined) {
    expect({ workflowId, runId, type, attributes }, 'possible now').toEqual(options.map(show))
  }
  option!.happen(model.now, runId)
}

const show = ({ happen: _, ...option }: Option) => option

/** Advances time. Deadlines happen one by one at their times. */
export function pass(model: SwfModel, real: Real, ms: number): void {
  const end = model.now + ms
  for (;;) {
    const next = model.nextDeadline()
    if (next === undefined || next > end) break
    model.now = real.now = next
    settle(model, real)
  }
  model.now = real.now = end
  settle(model, real)
}

/** Compares what clients can read of an execution with the model. */
export function compare(execution: Execution, real: Real): void {
  same(real.history(execution.workflowId, execution.runId), execution.history, execution.workflowId)
  const { response } = accepted(
    real.ask('DescribeWorkflowExecution', { domain: 'd', execution: execution.name }),
  )
  const { executionInfo, openCounts, latestExecutionContext } = response as {
    executionInfo: Record<string, unknown>
    openCounts: Record<string, unknown>
    latestExecutionContext?: string
  }
  const { executionStatus, cancelRequested, closeStatus } = executionInfo
  same(
    { executionStatus, cancelRequested, closeStatus, latestExecutionContext },
    {
      executionStatus: execution.open ? 'OPEN' : 'CLOSED',
      cancelRequested: execution.open && execution.cancelRequested,
      closeStatus: execution.closeStatus?.replace(/\B[A-Z]/g, letter => `_${letter}`).toUpperCase(),
      latestExecutionContext: execution.context,
    },
    `description of ${execution.workflowId}`,
  )
  if (!execution.open) return
  const { openActivityTasks, openDecisionTasks, openTimers, openChildWorkflowExecutions } = openCounts
  same(
    { openActivityTasks, openDecisionTasks, openTimers, openChildWorkflowExecutions },
    {
      openActivityTasks: execution.activities.size,
      openDecisionTasks: execution.queued === undefined ? 0 : 1,
      openTimers: execution.timers.size,
      openChildWorkflowExecutions: execution.children.size,
    },
    `open counts of ${execution.workflowId}`,
  )
}
