import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { decodeEvents, readContext } from '@reyield/data/internal'
import { createReplay, type AskedOperation, type Replay, type ReplayNotes } from '@reyield/replay'
import { explain, sourceFrames, warningsWithLines } from '@reyield/replay/where'
import { isReyieldError, type AnyWorkflow } from '@reyield/workflow'
import { charactersOf, sizeOf } from '../cache/size.ts'
import type { DecisionTask } from './poll.ts'
import { decideEncoded, limitsFor } from './encode.ts'
import { contextOf, lastContext } from './execution-context.ts'
import type { Logger } from '../logging/logger.ts'
import { WorkflowLines, type Replayed } from '../cache/replayed.ts'
import { coderFor } from '../options/coder.ts'
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

/** An answer, and the replay that has made it, for the execution's next decision task. */
export interface Decided extends Answer {
  /** What the workflow has asked for, if source lines are wanted. */
  readonly asked: readonly AskedOperation[]
  readonly replayed: Replayed
}

/**
 * Returns a replay that has no events yet.
 *
 * @throws UnregisteredTypeError (TYPE_UNREGISTERED), BlockedWorkflowError (WORKFLOW_BLOCKED)
 */
export function newReplay(task: DecisionTask, deciding: Deciding, log: Logger): Replayed {
  const { served, watch } = deciding
  const { type, workflowId, runId } = task
  const definition = served.find(type)
  const activation = watch(definition, { workflowId, runId })
  const lines = new WorkflowLines(log)
  const replay = createReplay(definition, {
    ...optionsOf(task, deciding),
    ...(activation === undefined ? {} : { activation }),
    log: lines.write,
  })
  return { replay, lines, context: undefined, characters: 0, bytes: 0 }
}

/**
 * Feeds the events that a replay doesn't have yet and returns the answer. `owner` gets the uncaught errors of the workflow's code.
 * `all` returns the whole history, which only a warning needs.
 */
export async function decide(
  task: DecisionTask,
  { replay, lines, context: before, characters: charactersBefore }: Replayed,
  events: readonly HistoryEvent[],
  all: () => Promise<readonly HistoryEvent[]>,
  deciding: Deciding,
  log: Logger,
  owner: Owner,
): Promise<Decided> {
  const { isNewWarning, logPayloads } = deciding
  const { runId, previousStartedEventId } = task
  const { lastEventId } = replay
  const news = lastEventId === 0 ? events : events.filter(({ eventId }) => eventId! > lastEventId)
  const coder = coderFor(task, deciding)
  const readable = await decodeEvents(news, coder)
  await ownedBy(owner, () => replay.feed(readable))
  replay.noteAsked(task.sourceLines === true ? sourceFrames : undefined)
  const decisions = await decideEncoded(replay, coder, run => ownedBy(owner, run), deciding)
  lines.release()
  log.debug(`Decided: ${decisions.map(decisionInShort).join(', ') || 'nothing'}`)
  const notes = replay.notes()
  const late = notes.late.filter(({ eventId }) => eventId > previousStartedEventId) // each is reported once
  if (late.length > 0) log.debug('Some decisions were recorded later than first requested', lateInShort(late))
  const isNew = (warning: string) => isNewWarning(runId, warning)
  const withLines = () => linesOfWarnings(task, all, deciding)
  const answered = { notes, decisions, task, lastEventId: replay.lastEventId }
  for (const warning of await newWarnings(answered, isNew, withLines)) log.warn(warning)
  const warn = (warning: string) => {
    if (isNew(warning)) log.warn(warning)
  }
  const context = lastContext(news) ?? before
  const recorded = readContext(context)
  const characters = charactersBefore + charactersOf(readable)
  const contents = { characters, operations: notes.operations, events: lastEventId === 0 ? news.length : 0 }
  return {
    decisions,
    asked: replay.asked(),
    context: await contextOf(notes.newStatus, recorded, { coder, warn, logPayloads }),
    replayed: { replay, lines, context, characters, bytes: sizeOf(contents) },
  }
}

/** The warnings of a replay with source lines, which a second replay finds. */
async function linesOfWarnings(
  task: DecisionTask,
  all: () => Promise<readonly HistoryEvent[]>,
  deciding: Deciding,
): Promise<readonly string[]> {
  const coder = coderFor(task, deciding)
  const readable = await decodeEvents(await all(), coder)
  const again = (replay: Replay) => decideEncoded(replay, coder)
  return ownedBy(ignored, () =>
    warningsWithLines(deciding.served.find(task.type), readable, optionsOf(task, deciding), again),
  )
}

const optionsOf = (
  { workflowId, runId }: DecisionTask,
  { serializer, guards, pipeline, logPayloads, errorData }: Deciding,
) => ({
  execution: { workflowId, runId },
  serializer,
  guards,
  limits: limitsFor(pipeline),
  logPayloads,
  errorData,
})

/** A decision's type and id, without anything that may be secret. */
function decisionInShort({ decisionType, ...attributes }: Decision): string {
  const [decided] = Object.values(attributes) as { activityId?: string; timerId?: string }[]
  const id = decided?.activityId ?? decided?.timerId
  return id === undefined ? decisionType! : `${decisionType} ${id}`
}

/** The number of late decisions, and the first of them. */
function lateInShort(late: ReplayNotes['late']): object {
  const [first] = late
  return { count: late.length, first: `${first!.kind} ${first!.id}`.trimEnd() }
}

/** Adds source lines to an error of the program, which a second replay finds. */
export async function withSourceLines(
  error: unknown,
  task: DecisionTask,
  events: readonly HistoryEvent[],
  deciding: Deciding,
): Promise<unknown> {
  if (!isReyieldError(error) || withoutReplay.has(error.code)) return error
  const coder = coderFor(task, deciding)
  const readable = await decodeEvents(events, coder).catch(() => [])
  const again = (replay: Replay) => decideEncoded(replay, coder)
  return ownedBy(ignored, () =>
    explain(error, deciding.served.find(task.type), readable, optionsOf(task, deciding), again),
  )
}

/** Ignores uncaught errors of the second replay, since the first one had them as well. */
const ignored: Owner = { uncaught: () => undefined }

/** Errors for which a second replay can't find source lines. */
const withoutReplay = new Set<string>(['TYPE_UNREGISTERED', 'WORKFLOW_BLOCKED', 'ERROR_UNCAUGHT'])
