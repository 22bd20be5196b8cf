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

/** The settings of the loop that decides executions, with those for tasks that can't be decided. */
export interface Answering extends Deciding {
  readonly nonDeterminism: 'wait' | 'fail'
  readonly lateErrors: LateErrors
}

/**
 * Handles one decision task: reads the pages of its history, replays it, and responds. If it can't be decided, `undecidable` says
 * what to do. If a request to SWF fails, the task times out, and SWF schedules another one.
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
      log.debug('SWF no longer knows a decision task; the response to it may have been recorded', {
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

/** Returns the answer, unless the workflow's code has caused an uncaught error (rule E5). */
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
    log.error(`${error.message}. The response had already been sent, so the next decision task is held`, {
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

/** The answer that fails an execution whose task can't be decided. */
const failed = (error: unknown, { errorData }: Settings): Undecidable => ({
  do: 'answer',
  decisions: [
    {
      decisionType: 'FailWorkflowExecution',
      failWorkflowExecutionDecisionAttributes: failureToWire(error, { errorData }),
    },
  ],
})

/** Handles a task that can't be decided. The execution is held, and continues after a deployment that can decide it. */
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
    `A decision task can't be decided, so ${plan.do === 'let time out' ? 'it will time out' : fails ? 'the execution is failed' : 'it is retried after a wait'}: ${shown(error, answering.logPayloads)}`,
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
