import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import type { CallOptions } from '@reyield/client'
import { decodeEvents, encodeDecisions, failureToWire } from '@reyield/data'
import { createReplay } from '@reyield/replay'
import { explain } from '@reyield/replay/where'
import { isReyieldError, type AnyWorkflow } from '@reyield/workflow'
import { pagesOf, type DecisionTask } from './decision-task.ts'
import { contextOf } from './execution-context.ts'
import { isRefusal, isUnknownTask, messageOf } from './faults.ts'
import { withFields, type Logger } from './logger.ts'
import type { Settings } from './options.ts'
import type { TypesServed } from './types-served.ts'
import type { Watching } from './watchdog/watching.ts'
import { codeOf, errorContext, undecidable, type Undecidable } from './undecidable.ts'

/** What a decider knows when a task comes. */
export interface Deciding extends Settings {
  readonly served: TypesServed<AnyWorkflow>
  readonly guards: 'throw' | 'off'
  readonly nonDeterminism: 'wait' | 'fail'
  readonly watch: Watching
  /** Tells whether a warning of an execution is new; each replay finds those of the ones before again. */
  readonly isNews: (runId: string, warning: string) => boolean
}

/**
 * Decides one task: its history's pages, a fresh replay, the answer. What goes wrong while it's decided leads to
 * `undecidable`; what goes wrong while SWF is asked ends the matter, and SWF gives the task to somebody again.
 */
export async function answerDecisionTask(
  task: DecisionTask,
  deciding: Deciding,
  now: AbortSignal,
): Promise<void> {
  const { workflowId, runId } = task
  const log = withFields(deciding.logger, { workflowId, runId, workflow: task.type.name })
  const events: HistoryEvent[] = []
  try {
    for await (const page of pagesOf(task, deciding, { abortSignal: now })) events.push(...page)
    const decided = await decide(task, events, deciding, log).catch((error: unknown) => ({ error }))
    if ('error' in decided) {
      const error = await withSourceLines(decided.error, task, events, deciding)
      return await giveUp(error, task, events, deciding, log, now)
    }
    try {
      await respond(task, deciding, { retrySignal: now }, decided.decisions, decided.context)
    } catch (error) {
      if (isUnknownTask(error) || !isRefusal(error)) throw error
      await giveUp(error, task, events, deciding, log, now)
    }
  } catch (error) {
    if (isUnknownTask(error) || now.aborted) {
      log.debug('A decision task is gone; its answer may have been recorded', { error: messageOf(error) })
      return
    }
    log.error(`SWF did not take part in a decision task: ${messageOf(error)}`, { code: codeOf(error) })
    deciding.onError(error, { workflowId, runId, code: codeOf(error) })
  }
}

async function decide(
  { type, workflowId, runId, previousStartedEventId }: DecisionTask,
  events: readonly HistoryEvent[],
  { served, serializer, pipeline, guards, isNews, watch }: Deciding,
  log: Logger,
): Promise<{ decisions: Decision[]; context: string | undefined }> {
  const definition = served.find(type)
  const activation = watch(definition, { workflowId, runId })
  const replay = createReplay(definition, {
    execution: { workflowId, runId },
    serializer,
    guards,
    ...(activation === undefined ? {} : { activation }),
    log: (level, message, fields) => log[level](message, fields),
  })
  await replay.feed(await decodeEvents(events, pipeline))
  const decisions = await encodeDecisions(await replay.decisions(), pipeline)
  log.debug(`Decided: ${decisions.map(decisionInShort).join(', ') || 'nothing'}`)
  const { late, warnings, status } = replay.report()
  const news = late.filter(({ eventId }) => eventId > previousStartedEventId) // each is told once
  if (news.length > 0) log.info('History answers later than the workflow asked', { late: news })
  for (const warning of warnings) if (isNews(runId, warning)) log.warn(warning)
  const writer = { serializer: definition.serializer ?? serializer, pipeline }
  return { decisions, context: await contextOf(status, events, writer) }
}

/** Type and id, nothing that may be secret. */
function decisionInShort({ decisionType, ...attributes }: Decision): string {
  const [decided] = Object.values(attributes) as { activityId?: string; timerId?: string }[]
  const id = decided?.activityId ?? decided?.timerId
  return id === undefined ? decisionType! : `${decisionType} ${id}`
}

/** Errors of the program are told with the lines that they come from, by a second replay. */
async function withSourceLines(
  error: unknown,
  { type, workflowId, runId }: DecisionTask,
  events: readonly HistoryEvent[],
  { served, serializer, pipeline, guards }: Deciding,
): Promise<unknown> {
  if (!isReyieldError(error) || outsideOfPrograms.has(error.code)) return error
  const execution = { workflowId, runId }
  return explain(error, served.find(type), await decodeEvents(events, pipeline).catch(() => []), {
    execution,
    serializer,
    guards,
  })
}

/** Errors that no replay of a program comes to. */
const outsideOfPrograms = new Set<string>(['TYPE_NOT_REGISTERED', 'BLOCKED'])

/** The answer that fails an execution for what can't be decided. */
const failed = (error: unknown): Undecidable => ({
  do: 'answer',
  decisions: [
    { decisionType: 'FailWorkflowExecution', failWorkflowExecutionDecisionAttributes: failureToWire(error) },
  ],
})

/** The execution is left alone: a fixed deployment heals it. */
async function giveUp(
  error: unknown,
  task: DecisionTask,
  events: readonly HistoryEvent[],
  deciding: Deciding,
  log: Logger,
  now: AbortSignal,
): Promise<void> {
  const code = codeOf(error)
  const fails = code === 'NON_DETERMINISM' && deciding.nonDeterminism === 'fail'
  const plan = fails ? failed(error) : undecidable(events)
  log.error(
    `A decision task can't be decided and is ${plan.do === 'let go' ? 'let go' : fails ? 'answered by failing the execution' : 'answered with a wait'}: ${messageOf(error)}`,
    { code },
  )
  deciding.onError(error, { workflowId: task.workflowId, runId: task.runId, code })
  if (plan.do !== 'answer') return
  await respond(task, deciding, { retrySignal: now }, plan.decisions, errorContext(error))
}

async function respond(
  { taskToken }: DecisionTask,
  { swf }: Settings,
  options: CallOptions,
  decisions: readonly Decision[],
  executionContext?: string,
): Promise<void> {
  const context = executionContext === undefined ? {} : { executionContext }
  await swf.respondDecisionTaskCompleted({ taskToken, decisions: [...decisions], ...context }, options)
}
