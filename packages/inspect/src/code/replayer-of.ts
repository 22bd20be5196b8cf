import type { HistoryEvent } from '@aws-sdk/client-swf'
import { InvalidOptionError } from '@reyield/client'
import { superjson } from '@reyield/data'
import { InvalidHistoryError, type ReplayOptions } from '@reyield/replay'
import { DuplicateDefinitionError, type AnyWorkflow, type Serializer } from '@reyield/workflow'
import { checkRun, errorOf } from './check.ts'
import { Moments } from './moments.ts'
import type { RecordedRun, Replayer } from './replayer.ts'
import { taskDecisions } from './task-decisions.ts'
import { workflowOf } from './workflow-of.ts'

/**
 * How `replayerOf` replays.
 *
 * @example
 * ```ts
 * const replayer = replayerOf([order], { serializer: json, buildId: '52a' })
 * ```
 */
export interface ReplayerOptions {
  /** Reads payloads of workflows and activities without a serializer of their own. Default superjson. */
  readonly serializer?: Serializer
  /** The id of the build that the definitions belong to. Default: none. */
  readonly buildId?: string | undefined
  /** For `check`: whether nondeterministic calls throw inside workflows, as in `createReplay`. Default `throw`. */
  readonly guards?: 'throw' | 'off'
}

/**
 * Replays histories with the given workflows, in this process. The workflow of a history is found by the type in its first event. An
 * endless loop in a workflow blocks the process, and the code sees the environment of the process: a replay host has neither problem.
 *
 * @throws DuplicateDefinitionError (DEFINITION_DUPLICATE) if two workflows have one type
 * @example
 * ```ts
 * const replayer = replayerOf([order, shipping])
 * const { branches } = await replayer.moment(loadHistory(await readFile('order.json', 'utf8')), { at: 12, variables: true })
 * console.log(branches.map(branch => [branch.operation, branch.lines[0]?.text]))
 * ```
 */
export function replayerOf(definitions: readonly AnyWorkflow[], options: ReplayerOptions = {}): Replayer {
  const { serializer = superjson, buildId, guards = 'throw' } = options
  checkTypes(definitions)
  const replayOptions = ({ execution }: RecordedRun): ReplayOptions => ({ execution, serializer, guards })
  /** By the first events of runs. Runs with other events after it are recognized. */
  const known = new WeakMap<HistoryEvent, Moments>()
  return {
    buildId,
    async moment(run, { at, variables = false, lines = true } = {}) {
      const { events } = run
      const workflow = workflowOf(checked(events), definitions)
      const moments = known.get(events[0]!) ?? new Moments(workflow, replayOptions(run))
      known.set(events[0]!, moments)
      return moments.at(events, { at: eventOf(events, at), variables, lines })
    },
    async check(run) {
      try {
        const workflow = workflowOf(checked(run.events), definitions)
        return await checkRun(workflow, run.events, replayOptions(run))
      } catch (error) {
        return { decisionTasks: 0, error: errorOf(error) }
      }
    },
    async decisions(run, task) {
      const workflow = workflowOf(checked(run.events), definitions)
      return taskDecisions(workflow, run.events, replayOptions(run), task)
    },
  }
}

/** Which of two workflows of one type has made a history can't be known. */
function checkTypes(definitions: readonly AnyWorkflow[]): void {
  const types = new Set<string>()
  for (const { name, version } of new Set(definitions)) {
    const type = JSON.stringify([name, version])
    if (types.has(type)) throw new DuplicateDefinitionError('workflow', name, version)
    types.add(type)
  }
}

/** A replay needs a whole history, in order. */
function checked(events: readonly HistoryEvent[]): readonly HistoryEvent[] {
  if (events[0]?.eventType !== 'WorkflowExecutionStarted' || events[0].eventId !== 1) {
    throw new InvalidHistoryError(events[0]?.eventId, 'it must begin with event 1, WorkflowExecutionStarted')
  }
  const gap = events.findIndex(({ eventId }, index) => eventId !== index + 1)
  if (gap < 0) return events
  throw new InvalidHistoryError(events[gap]!.eventId, `expected event ${gap + 1}`)
}

function eventOf(events: readonly HistoryEvent[], at: number | undefined): number {
  const last = events.length
  if (at === undefined) return last
  if (Number.isInteger(at) && at >= 1 && at <= last) return at
  throw new InvalidOptionError('at', at, `an event of the history, 1 to ${last}`)
}
