import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { decodeEvents } from '@reyield/data/internal'
import { createReplay, type Replay, type ReplayReport } from '@reyield/replay'
import { explain, warningsWithLines } from '@reyield/replay/where'
import { isReyieldError, type AnyWorkflow } from '@reyield/workflow'
import type { DecisionTask } from './poll.ts'
import { decideEncoded, limitsFor } from './encode.ts'
import { contextOf } from './execution-context.ts'
import type { Logger } from '../logging/logger.ts'
import type { Settings } from '../options/worker-options.ts'
import type { TypesServed } from '../loop/types-served.ts'
import type { Owner } from '../uncaught/owner.ts'
import { ownedBy } from '../uncaught/owners.ts'
import { newWarnings } from './warnings.ts'
import type { Watching } from '../watchdog/watching.ts'

/** The settings and workflows of the loop that decides executions. */
export interface Deciding extends Settings {
  readonly served: TypesServed<AnyWorkflow>
  readonly guards: 'throw' | 'off'
  readonly watch: Watching
  /** Whether a warning of an execution is new. Each replay finds the warnings of earlier replays again. */
  readonly isNewWarning: (runId: string, warning: string) => boolean
}

/** An answer to a decision task. */
export interface Answer {
  readonly decisions: readonly Decision[]
  /** The execution context, if it differs from the one that SWF has. */
  readonly context: string | undefined
}

/** Replays a task's history and returns the answer. `owner` gets the uncaught errors of the workflow's code. */
export async function decide(
  task: DecisionTask,
  events: readonly HistoryEvent[],
  deciding: Deciding,
  log: Logger,
  owner: Owner,
): Promise<Answer> {
  const { served, serializer, pipeline, guards, isNewWarning, watch, logPayloads, errorData } = deciding
  const { type, workflowId, runId, previousStartedEventId } = task
  const definition = served.find(type)
  const activation = watch(definition, { workflowId, runId })
  const options = {
    execution: { workflowId, runId },
    serializer,
    guards,
    limits: limitsFor(pipeline),
    logPayloads,
    errorData,
  }
  const replay = createReplay(definition, {
    ...options,
    ...(activation === undefined ? {} : { activation }),
    log: (level, message, fields) => log[level](message, fields),
  })
  const readable = await decodeEvents(events, pipeline)
  await ownedBy(owner, () => replay.feed(readable))
  const decisions = await decideEncoded(replay, pipeline, run => ownedBy(owner, run), deciding)
  log.debug(`Decided: ${decisions.map(decisionInShort).join(', ') || 'nothing'}`)
  const report = replay.report()
  const late = report.late.filter(({ eventId }) => eventId > previousStartedEventId) // each is reported once
  if (late.length > 0) log.debug('Some decisions were recorded later than first requested', lateInShort(late))
  const isNew = (warning: string) => isNewWarning(runId, warning)
  const again = (other: Replay) => decideEncoded(other, pipeline)
  const withLines = () => ownedBy(ignored, () => warningsWithLines(definition, readable, options, again))
  const answered = { report, decisions, task, lastEventId: replay.lastEventId }
  for (const warning of await newWarnings(answered, isNew, withLines)) log.warn(warning)
  const warn = (warning: string) => {
    if (isNew(warning)) log.warn(warning)
  }
  return { decisions, context: await contextOf(report.newStatus, events, { pipeline, warn, logPayloads }) }
}

/** A decision's type and id, without anything that may be secret. */
function decisionInShort({ decisionType, ...attributes }: Decision): string {
  const [decided] = Object.values(attributes) as { activityId?: string; timerId?: string }[]
  const id = decided?.activityId ?? decided?.timerId
  return id === undefined ? decisionType! : `${decisionType} ${id}`
}

/** The number of late decisions, and the first of them. */
function lateInShort(late: ReplayReport['late']): object {
  const [first] = late
  return { count: late.length, first: `${first!.kind} ${first!.id}`.trimEnd() }
}

/** Adds source lines to an error of the program, which a second replay finds. */
export async function withSourceLines(
  error: unknown,
  { type, workflowId, runId }: DecisionTask,
  events: readonly HistoryEvent[],
  { served, serializer, pipeline, guards, logPayloads }: Deciding,
): Promise<unknown> {
  if (!isReyieldError(error) || withoutReplay.has(error.code)) return error
  const readable = await decodeEvents(events, pipeline).catch(() => [])
  const options = {
    execution: { workflowId, runId },
    serializer,
    guards,
    logPayloads,
    limits: limitsFor(pipeline),
  }
  const again = (replay: Replay) => decideEncoded(replay, pipeline)
  return ownedBy(ignored, () => explain(error, served.find(type), readable, options, again))
}

/** Ignores uncaught errors of the second replay, since the first one had them as well. */
const ignored: Owner = { uncaught: () => undefined }

/** Errors for which a second replay can't find source lines. */
const withoutReplay = new Set<string>(['TYPE_UNREGISTERED', 'WORKFLOW_BLOCKED', 'ERROR_UNCAUGHT'])
