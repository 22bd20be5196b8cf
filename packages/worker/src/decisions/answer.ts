import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { CallOptions } from '@reyield/client'
import { encodeDecisions, failureToWire } from '@reyield/data/internal'
import { decide, withSourceLines, type Answer, type Deciding } from './decide.ts'
import { pagesOf, type DecisionTask } from './poll.ts'
import { errorContext, recordedContext } from './execution-context.ts'
import { codeOf, shown } from '../logging/shown.ts'
import { isRefusal, isUnknownTask } from '../loop/swf-errors.ts'
import { withFields, type Logger } from '../logging/logger.ts'
import type { Settings } from '../options/worker-options.ts'
import { Activation } from '../uncaught/activation.ts'
import type { LateErrors } from '../uncaught/late.ts'
import { undecidable, type Undecidable } from './undecidable.ts'

/** What a decider knows when a task comes, and what it does about those that it can't decide. */
export interface Answering extends Deciding {
  readonly nonDeterminism: 'wait' | 'fail'
  readonly lateErrors: LateErrors
}

/**
 * Decides one task: its history's pages, a fresh replay, the answer. What goes wrong while it's decided leads to
 * `undecidable`; what goes wrong while SWF is asked ends the matter, and SWF gives the decision task to a worker again when it has timed out.
 */
export async function answerDecisionTask(
  task: DecisionTask,
  answering: Answering,
  now: AbortSignal,
): Promise<void> {
  const { workflowId, runId } = task
  const log = withFields(answering.logger, { workflowId, runId, workflow: task.type.name })
  const events: HistoryEvent[] = []
  try {
    for await (const page of pagesOf(task, answering, { abortSignal: now })) events.push(...page)
    const answer = await answerTo(task, events, answering, log).catch((error: unknown) => ({ error }))
    if ('error' in answer) {
      const error = await withSourceLines(answer.error, task, events, answering)
      return await giveUp(error, task, events, answering, log, now)
    }
    try {
      await respond(task, answering, { retrySignal: now }, answer)
    } catch (error) {
      if (isUnknownTask(error) || !isRefusal(error)) throw error
      await giveUp(error, task, events, answering, log, now)
    }
  } catch (error) {
    if (isUnknownTask(error) || now.aborted) {
      log.debug('A decision task is gone; its answer may have been recorded', {
        error: shown(error, answering.logPayloads),
      })
      return
    }
    log.error(
      `A request to SWF failed while completing a decision task: ${shown(error, answering.logPayloads)}`,
      {
        code: codeOf(error),
      },
    )
    answering.onError(error, { workflowId, runId, code: codeOf(error) })
  }
}

/** The answer, when the workflow's code has left no error behind that nothing catches (rule E5). */
async function answerTo(
  task: DecisionTask,
  events: readonly HistoryEvent[],
  answering: Answering,
  log: Logger,
): Promise<Answer> {
  const { workflowId, runId } = task
  answering.lateErrors.check(runId)
  const activation = new Activation(task.type.name, error => {
    answering.lateErrors.add(runId, error)
    log.error(`${error.message}. The answer was sent before, so the next decision task is held`, {
      code: error.code,
    })
    answering.onError(error, { workflowId, runId, code: error.code })
  })
  try {
    return await decide(task, events, answering, log, activation)
  } finally {
    await activation.end()
  }
}

/** The answer that fails an execution for what can't be decided. */
const failed = (error: unknown, { errorData }: Settings): Undecidable => ({
  do: 'answer',
  decisions: [
    {
      decisionType: 'FailWorkflowExecution',
      failWorkflowExecutionDecisionAttributes: failureToWire(error, { errorData }),
    },
  ],
})

/** The execution is left alone: a fixed deployment heals it. */
async function giveUp(
  error: unknown,
  task: DecisionTask,
  events: readonly HistoryEvent[],
  answering: Answering,
  log: Logger,
  now: AbortSignal,
): Promise<void> {
  const code = codeOf(error)
  const fails = code === 'NON_DETERMINISM' && answering.nonDeterminism === 'fail'
  const plan = fails ? failed(error, answering) : undecidable(events)
  log.error(
    `A decision task can't be decided and is ${plan.do === 'let go' ? 'let go' : fails ? 'answered by failing the execution' : 'answered with a wait'}: ${shown(error, answering.logPayloads)}`,
    { code },
  )
  answering.onError(error, { workflowId: task.workflowId, runId: task.runId, code })
  if (plan.do !== 'answer') return
  const decisions = await encodeDecisions(plan.decisions, answering.pipeline, answering)
  const context = await errorContext(error, recordedContext(events), answering)
  await respond(task, answering, { retrySignal: now }, { decisions, context })
}

async function respond(
  { taskToken }: DecisionTask,
  { swf }: Settings,
  options: CallOptions,
  { decisions, context }: Answer,
): Promise<void> {
  const executionContext = context === undefined ? {} : { executionContext: context }
  await swf.respondDecisionTaskCompleted(
    { taskToken, decisions: [...decisions], ...executionContext },
    options,
  )
}
