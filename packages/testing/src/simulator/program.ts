import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { identityPipeline } from '@reyield/data'
import { createReplay, type Replay, type ReplayReport } from '@reyield/replay'
import { explain, warningsWithLines } from '@reyield/replay/where'
import { Activation, catchUncaught, contextOf, newWarnings, ownedBy } from '@reyield/worker/checks'
import { isReyieldError, type AnyWorkflow, type Serializer } from '@reyield/workflow'
import { agree } from '../agree.ts'
import type { LoggedLine } from '../decided.ts'

/** What a workflow decides in one decision task. */
export interface Answer {
  readonly decisions: Decision[]
  readonly report: ReplayReport
  readonly logs: readonly LoggedLine[]
  /** What a worker would log as warnings, if it is new. */
  readonly warnings: readonly string[]
  /** The execution context that a worker would send. */
  readonly context: string | undefined
}

/** An answer before a worker's checks of it. */
type Unchecked = Omit<Answer, 'warnings' | 'context'>

/** How a program's replays are made. */
export interface ProgramOptions {
  readonly execution: { readonly workflowId: string; readonly runId: string }
  readonly serializer: Serializer
  readonly guards: 'throw' | 'off'
}

/** Tells whether a warning of the execution is new. */
type IsNew = (warning: string) => boolean

/**
 * The program of one execution: a replay that is kept from task to task, and thrown away and rebuilt where that is to be
 * checked.
 */
export class Program {
  readonly definition: AnyWorkflow
  readonly #options: ProgramOptions
  readonly #isNew: IsNew
  readonly #logs: LoggedLine[] = []
  #kept: Replay | undefined

  constructor(definition: AnyWorkflow, options: ProgramOptions, isNew: IsNew) {
    this.definition = definition
    this.#options = options
    this.#isNew = isNew
  }

  /** The process dies: nothing is kept. */
  forget(): void {
    this.#kept = undefined
  }

  /**
   * Decides the open task of a history; with `rebuild` also by a program that is made anew, which must decide the same.
   *
   * @throws what a replay throws, with source lines; UncaughtWorkflowError (ERROR_UNCAUGHT); InconsistentReplaysError (REPLAYS_INCONSISTENT)
   */
  async decide(events: readonly HistoryEvent[], rebuild: boolean): Promise<Answer> {
    try {
      const answer = await this.#watched(() => this.#answer(events))
      if (rebuild && this.#wasKept) await this.rebuilt(events, answer)
      return { ...answer, ...(await this.#checked(answer, events)) }
    } catch (error) {
      const explained = await quietly(() => explain(error, this.definition, events, this.#options))
      throw isReyieldError(explained, 'WORKFLOW_HELD') ? explained.cause : explained // a bug: thrown as it is
    }
  }

  /** What a worker says of its answer, and sends with it. */
  async #checked(
    { report, decisions }: Unchecked,
    events: readonly HistoryEvent[],
  ): Promise<Pick<Answer, 'warnings' | 'context'>> {
    const withLines = () => quietly(() => warningsWithLines(this.definition, events, this.#options))
    const task = { previousStartedEventId: previousStarted(events) }
    const answered = { report, decisions, task, lastEventId: events.at(-1)!.eventId! }
    const warnings = await newWarnings(answered, this.#isNew, withLines)
    const warn = (warning: string) => void (this.#isNew(warning) && warnings.push(warning))
    const writer = { pipeline: identityPipeline, logPayloads: false, warn }
    return { warnings, context: await contextOf(report.newStatus, events, writer) }
  }

  /** As a worker decides: errors that no code of the workflow catches hold the execution (rule E5). */
  async #watched<T>(decide: () => Promise<T>): Promise<T> {
    const late = this.#late
    this.#late = undefined
    if (late !== undefined) throw late
    return owned(new Activation(this.definition.name, error => (this.#late ??= error)), decide)
  }

  /** What was left behind after an answer: it holds the next decision task. */
  #late: Error | undefined

  /** A program that is made anew must decide this at the end of the history. */
  async rebuilt(
    events: readonly HistoryEvent[],
    answer: Pick<Answer, 'decisions' | 'report'>,
  ): Promise<void> {
    const fresh = createReplay(this.definition, this.#options)
    const decisions = await quietly(async () => {
      await fresh.feed(events)
      return fresh.decisions()
    })
    agree(`decision task ${events.at(-1)!.eventId}`, 'kept', answer, { decisions, report: fresh.report() })
  }

  #wasKept = false

  async #answer(events: readonly HistoryEvent[]): Promise<Unchecked> {
    this.#wasKept = this.#kept !== undefined
    const kept = this.#kept ?? this.#made()
    this.#kept = undefined // while it works nobody else has it; after an error it's of no use
    this.#logs.length = 0
    try {
      await kept.feed(events.slice(kept.lastEventId))
    } catch (error) {
      if (!this.#wasKept || !isReyieldError(error, 'CACHE_STALE')) throw error
      return this.#answer(events) // rule W4: a worker makes a fresh one
    }
    const decisions = await kept.decisions()
    this.#kept = kept
    return { decisions, report: kept.report(), logs: [...this.#logs] }
  }

  #made(): Replay {
    return createReplay(this.definition, {
      ...this.#options,
      log: (level, message, fields) =>
        this.#logs.push({ level, message, ...(fields === undefined ? {} : { fields }) }),
    })
  }
}

/** The DecisionTaskStarted of the last completed decision task, as SWF tells it with a task. */
const previousStarted = (events: readonly HistoryEvent[]): number =>
  events.findLast(event => event.decisionTaskCompletedEventAttributes !== undefined)
    ?.decisionTaskCompletedEventAttributes?.startedEventId ?? 0

/** Runs code of a workflow; throws what it leaves behind that nothing catches, unless it throws by itself. */
async function owned<T>(activation: Activation, run: () => Promise<T>): Promise<T> {
  const release = catchUncaught()
  try {
    const outcome = await ownedBy(activation, run).then(
      value => ({ value }),
      (error: unknown) => ({ error }),
    )
    await activation.end()
    if ('error' in outcome) throw outcome.error
    return outcome.value
  } finally {
    release()
  }
}

/** Replays that only look: what they leave behind, the one that decides has left behind as well. */
async function quietly<T>(run: () => Promise<T>): Promise<T> {
  let result: Promise<T> | undefined
  const looked = owned(new Activation('', () => undefined), () => (result = run()))
  await looked.catch(() => undefined)
  return result!
}
