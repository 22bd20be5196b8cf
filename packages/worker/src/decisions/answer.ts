import type { CallOptions } from '@reyield/client'
import { encodeDecisions, failureToWire } from '@reyield/data/internal'
import type { MissReason } from '../cache/replay-cache.ts'
import type { NextList, Sticky } from '../cache/sticky.ts'
import { decide, newReplay, withSourceLines, type Answer, type Decided, type Deciding } from './decide.ts'
import type { DecisionTask } from './poll.ts'
import { errorContext, recordedContext } from './execution-context.ts'
import { codeOf, shown } from '../logging/shown.ts'
import type { DecisionEnd } from '../interceptors/decision.ts'
import { isRefusal, isUnknownTask } from '../loop/swf-errors.ts'
import { withFields, type Logger } from '../logging/logger.ts'
import { coderFor } from '../options/coder.ts'
import { isDevelopment } from '../options/development.ts'
import type { Settings } from '../options/worker-options.ts'
import type { Stop } from '../loop/stop.ts'
import { endOf, type Notes } from './handling.ts'
import { TaskHistory } from './task-history.ts'
import { Activation } from '../uncaught/activation.ts'
import type { LateErrors } from '../uncaught/late.ts'
import type { Owner } from '../uncaught/owner.ts'
import { undecidable, type Undecidable } from './undecidable.ts'

/** The settings of the loop that decides executions, with those for tasks that can't be decided. */
export interface Answering extends Deciding {
  readonly nonDeterminism: 'wait' | 'fail'
  readonly lateErrors: LateErrors
  /** The cached replays, and the task list on which their decision tasks come. `undefined`: each task is decided by a full replay. */
  readonly sticky: Sticky | undefined
}

/**
 * Handles one decision task, and returns how: reads the pages of its history, replays it, and responds. If it can't be decided, `undecidable` says
 * what to do. If a request to SWF fails, the task times out, and SWF schedules another one.
 */
export async function answerDecisionTask(
  task: DecisionTask,
  answering: Answering,
  { stopping, now }: Stop,
): Promise<DecisionEnd> {
  const { workflowId, runId } = task
  const { sticky } = answering
  const fields = { domain: answering.domain, workflowId, runId, workflow: task.type.name, attempt: 1 }
  const log = withFields(answering.logger, fields)
  const history = new TaskHistory(task, answering, { abortSignal: now }, fields)
  const notes: Notes = { cache: 'none', replayedEvents: 0 }
  try {
    const answer = await answerTo(task, history, answering, log, notes)
    if ('error' in answer) {
      const error = await withSourceLines(answer.error, task, await history.all(), answering)
      return await giveUp(error, task, history, answering, log, now, notes)
    }
    const { replayed } = answer
    const keeps = sticky !== undefined && !stopping.aborted && sticky.keeps(answer.decisions, replayed)
    if (keeps) sticky.cache.put(runId, replayed) // before the response, since the next task may come before its end
    try {
      await respond(task, answering, { retrySignal: now }, answer, sticky?.listFor(keeps))
    } catch (error) {
      sticky?.cache.remove(runId, replayed)
      if (isUnknownTask(error) || !isRefusal(error)) throw error
      return await giveUp(error, task, history, answering, log, now, notes)
    }
    return endOf('completed', notes, history, answer)
  } catch (error) {
    if (isUnknownTask(error) || now.aborted) {
      log.debug('SWF no longer knows a decision task; the response to it may have been recorded', {
        error: shown(error, answering.logPayloads),
      })
      return endOf('lost', notes, history, { error })
    }
    log.error(
      `A request to SWF failed while completing a decision task: ${shown(error, answering.logPayloads)}`,
      {
        code: codeOf(error),
      },
    )
    answering.onError(error, { domain: answering.domain, workflowId, runId, code: codeOf(error) })
    return endOf('unanswered', notes, history, { error })
  }
}

/** Returns the answer of the cached replay, or else that of a full replay. An error says why the task can't be decided. */
async function answerTo(
  task: DecisionTask,
  history: TaskHistory,
  answering: Answering,
  log: Logger,
  notes: Notes,
): Promise<Decided | { readonly error: unknown }> {
  const cached = await cachedAnswer(task, history, answering, log, notes)
  if (cached !== undefined) return cached
  const events = await history.all()
  notes.replayedEvents += events.length
  try {
    answering.lateErrors.check(task.runId)
    return await activated(task, answering, log, owner =>
      decide(task, newReplay(task, answering, log), events, () => history.all(), answering, log, owner),
    )
  } catch (error) {
    return { error }
  }
}

/**
 * Returns the answer of the replay in the cache. `undefined` if there is none, or if it doesn't fit: whatever goes wrong with it, only a
 * full replay says what is wrong with the execution (rule W4).
 */
async function cachedAnswer(
  task: DecisionTask,
  history: TaskHistory,
  answering: Answering,
  log: Logger,
  notes: Notes,
): Promise<Decided | undefined> {
  const { sticky, lateErrors } = answering
  if (sticky === undefined) return undefined
  const { cache } = sticky
  const missed = (reason: MissReason) => cache.missed((notes.cache = reason))
  const cached = cache.take(task.runId)
  if (cached === undefined) {
    if (task.polled.startAtPreviousStartedEvent) missed('absent')
    return undefined
  }
  if (lateErrors.has(task.runId)) return undefined
  const events = await history.polled()
  if ((events[0]?.eventId ?? 0) > cached.replay.lastEventId + 1) {
    missed('gap')
    return undefined
  }
  cached.lines.hold(log)
  notes.replayedEvents += events.at(-1)!.eventId! - cached.replay.lastEventId
  try {
    const decided = await activated(task, answering, log, owner =>
      decide(task, cached, events, () => history.all(), answering, log, owner),
    )
    cache.hit()
    notes.cache = 'hit'
    return decided
  } catch (error) {
    missed('stale')
    log.debug('The replay in the cache could not decide, so the whole history is replayed', {
      error: shown(error, answering.logPayloads),
    })
    return undefined
  }
}

/** Runs an attempt at a decision task. Fails if the workflow's code has caused an uncaught error (rule E5). */
async function activated<T>(
  { type, workflowId, runId }: DecisionTask,
  { lateErrors, onError, domain }: Answering,
  log: Logger,
  attempt: (owner: Owner) => Promise<T>,
): Promise<T> {
  const activation = new Activation(type.name, error => {
    lateErrors.add(runId, error)
    log.error(`${error.message}. The response had already been sent, so the next decision task is held`, {
      code: error.code,
    })
    onError(error, { domain, workflowId, runId, code: error.code })
  })
  try {
    return await attempt(activation)
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
  history: TaskHistory,
  answering: Answering,
  log: Logger,
  now: AbortSignal,
  notes: Notes,
): Promise<DecisionEnd> {
  const events = await history.all()
  const code = codeOf(error)
  const fails = code === 'NON_DETERMINISM' && answering.nonDeterminism === 'fail'
  const plan = fails ? failed(error, answering) : undecidable(events, { isOnlyWorker: isDevelopment() })
  log.error(
    `A decision task can't be decided, so ${plan.do === 'let time out' ? 'it will time out' : fails ? 'the execution is failed' : 'it is retried after a wait'}: ${shown(error, answering.logPayloads)}`,
    { code },
  )
  const { domain, logPayloads } = answering
  answering.onError(error, { domain, workflowId: task.workflowId, runId: task.runId, code })
  if (plan.do !== 'answer') return endOf('released', notes, history, { error })
  const coder = coderFor(task, answering)
  const decisions = await encodeDecisions(plan.decisions, coder, answering)
  const context = await errorContext(error, recordedContext(events), { coder, logPayloads })
  const answer = { decisions, context }
  await respond(task, answering, { retrySignal: now }, answer, answering.sticky?.listFor(false))
  return endOf(fails ? 'completed' : 'held', notes, history, { error, decisions })
}

async function respond(
  { taskToken }: DecisionTask,
  { swf }: Settings,
  options: CallOptions,
  { decisions, context }: Answer,
  nextList: NextList | undefined,
): Promise<void> {
  const executionContext = context === undefined ? {} : { executionContext: context }
  await swf.respondDecisionTaskCompleted(
    { taskToken, decisions: [...decisions], ...executionContext, ...nextList },
    options,
  )
}
