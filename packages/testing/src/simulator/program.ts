import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { identityPipeline } from '@reyield/data/internal'
import { createReplay, type Replay, type ReplayReport } from '@reyield/replay'
import { explain, warningsWithLines } from '@reyield/replay/where'
import {
  Activation,
  catchUncaught,
  contextOf,
  newWarnings,
  ownedBy,
  recordedContext,
} from '@reyield/worker/internal'
import { isReyieldError, type AnyWorkflow, type Serializer } from '@reyield/workflow'
import { agree, logInto, type LoggedLine } from '@reyield/inspect/internal'

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

/** An answer before the checks that a worker makes. */
type Unchecked = Omit<Answer, 'warnings' | 'context'>

/** How a program is replayed. */
export interface ProgramOptions {
  readonly execution: { readonly workflowId: string; readonly runId: string }
  readonly serializer: Serializer
  readonly guards: 'throw' | 'off'
}

/** Whether a warning is new for the execution. */
type IsNew = (warning: string) => boolean

/** The program of one execution: a replay that is kept from task to task, and discarded and rebuilt for checks. */
export class Program {
  readonly definition: AnyWorkflow
  readonly #options: ProgramOptions
  readonly #isNew: IsNew
  readonly #logs: LoggedLine[] = []
  #cached: Replay | undefined

  constructor(definition: AnyWorkflow, options: ProgramOptions, isNew: IsNew) {
    this.definition = definition
    this.#options = options
    this.#isNew = isNew
  }

  /** Drops the cached replay, as if the process had crashed. */
  forget(): void {
    this.#cached = undefined
  }

  /**
   * Decides the open task of a history. With `rebuild`, a fresh program decides it too and must make the same
   * decisions.
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

  /** The checks of a worker on its answer, and what it sends with it. */
  async #checked(
    { report, decisions }: Unchecked,
    events: readonly HistoryEvent[],
  ): Promise<Pick<Answer, 'warnings' | 'context'>> {
    const withLines = () => quietly(() => warningsWithLines(this.definition, events, this.#options))
    const task = { previousStartedEventId: previousStarted(events) }
    const answered = { notes: report, decisions, task, lastEventId: events.at(-1)!.eventId! }
    const warnings = await newWarnings(answered, this.#isNew, withLines)
    const warn = (warning: string) => void (this.#isNew(warning) && warnings.push(warning))
    const writer = {
      coder: { pipeline: identityPipeline, context: { domain: '', workflowId: '' } },
      logPayloads: false,
      warn,
    }
    return { warnings, context: await contextOf(report.newStatus, recordedContext(events), writer) }
  }

  /** Decides as a worker does: an error that no code of the workflow catches holds the execution (rule E5). */
  async #watched<T>(decide: () => Promise<T>): Promise<T> {
    const late = this.#late
    this.#late = undefined
    if (late !== undefined) throw late
    return owned(new Activation(this.definition.name, error => (this.#late ??= error)), decide)
  }

  /** An error that was left uncaught after an answer. It holds the next decision task. */
  #late: Error | undefined

  /** Checks that a fresh program makes the same decisions at the end of the history. */
  async rebuilt(
    events: readonly HistoryEvent[],
    answer: Pick<Answer, 'decisions' | 'report'>,
  ): Promise<void> {
    const fresh = createReplay(this.definition, this.#options)
    const decisions = await quietly(async () => {
      await fresh.feed(events)
      return fresh.decisions()
    })
    agree(`decision task ${events.at(-1)!.eventId}`, 'from memory', answer, {
      decisions,
      report: fresh.report(),
    })
  }

  #wasKept = false

  async #answer(events: readonly HistoryEvent[]): Promise<Unchecked> {
    this.#wasKept = this.#cached !== undefined
    const kept = this.#cached ?? this.#made()
    this.#cached = undefined // no other call may use it meanwhile, and after an error it can't be used again
    this.#logs.length = 0
    try {
      await kept.feed(events.slice(kept.lastEventId))
    } catch (error) {
      if (!this.#wasKept || !isReyieldError(error, 'CACHE_STALE')) throw error
      return this.#answer(events) // rule W4: a worker makes a fresh one
    }
    const decisions = await kept.decisions()
    this.#cached = kept
    return { decisions, report: kept.report(), logs: [...this.#logs] }
  }

  #made(): Replay {
    return createReplay(this.definition, { ...this.#options, log: logInto(this.#logs) })
  }
}

/** The DecisionTaskStarted of the last completed decision task, as SWF reports it with a task. */
const previousStarted = (events: readonly HistoryEvent[]): number =>
  events.findLast(event => event.decisionTaskCompletedEventAttributes !== undefined)
    ?.decisionTaskCompletedEventAttributes?.startedEventId ?? 0

/** Runs code of a workflow. Throws an error that the code left uncaught, unless the code throws by itself. */
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

/** Runs a replay that only checks. It ignores uncaught errors, because the deciding replay reports the same ones. */
async function quietly<T>(run: () => Promise<T>): Promise<T> {
  let result: Promise<T> | undefined
  const looked = owned(new Activation('', () => undefined), () => (result = run()))
  await looked.catch(() => undefined)
  return result!
}
