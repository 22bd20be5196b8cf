import type { HistoryEvent } from '@aws-sdk/client-swf'
import { superjson } from '@reyield/data'
import { createReplay, type Replay, type WorkflowLog } from '@reyield/replay'
import type { AnyWorkflow, Serializer } from '@reyield/workflow'
import { History } from './history/history.ts'

/** A history to replay: a fake one, a loaded one, or bare events. */
export type HistorySource =
  | History
  | readonly HistoryEvent[]
  | {
      readonly execution?: { readonly workflowId: string; readonly runId: string } | undefined
      readonly events: readonly HistoryEvent[]
    }

/**
 * How a history is replayed.
 *
 * @example
 * ```ts
 * await replayAll(order, loadHistory(await readFile('order.json', 'utf8')), { serializer: json, guards: 'off' })
 * ```
 */
export interface ReplayingOptions {
  /**
   * The serializer of payloads for which neither workflow nor activity has one. Default: that of the fake history, else
   * superjson.
   */
  readonly serializer?: Serializer
  /** The guards against nondeterministic calls, as of `createReplay`. Default `throw`. */
  readonly guards?: 'throw' | 'off'
}

/** The history itself. In a fake one, deferred steps are resolved. */
export async function resolved(source: HistorySource, { guards }: ReplayingOptions): Promise<HistorySource> {
  return source instanceof History ? source.resolved(guards === undefined ? {} : { guards }) : source
}

/** The parts of a history, and a function that creates replays of it. */
export function readSource(definition: AnyWorkflow, source: HistorySource, options: ReplayingOptions) {
  const isList = (value: HistorySource): value is readonly HistoryEvent[] => Array.isArray(value)
  const events: readonly HistoryEvent[] = isList(source) ? source : source.events
  const execution = isList(source) ? undefined : source.execution
  const serializer = options.serializer ?? (source instanceof History ? source.serializer : superjson)
  return {
    events,
    serializer: definition.serializer ?? serializer,
    taskList: events[0]?.workflowExecutionStartedEventAttributes?.taskList?.name,
    execution,
    replay: (log?: WorkflowLog): Replay =>
      createReplay(definition, {
        execution,
        serializer,
        ...(log === undefined ? {} : { log }),
        ...(options.guards === undefined ? {} : { guards: options.guards }),
      }),
  }
}
