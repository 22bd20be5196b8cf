import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { ExecutionView } from '@reyield/local'
import type { Serializer } from '@reyield/workflow'
import { dated } from '../simulator/execution.ts'
import type { SimulatedSwf } from '../simulator/swf.ts'
import type { Batch } from './asked.ts'
import type { Clock } from './clock.ts'

/** The written part of a fake history. It doesn't change. */
export interface Written {
  readonly clock: Clock
  /** The execution. `undefined` before it is started. */
  readonly recorded: Recorded | undefined
}

/** An execution and what SWF has recorded: the first `length` transactions of a log. */
export interface Recorded {
  /**
   * SWF, which stands at the end of this log or further. Histories that extend each other share it. One that branches off gets
   * another one, which repeats the log.
   */
  readonly swf: SimulatedSwf
  readonly length: number
  readonly runId: string
  readonly events: ExecutionView['events']
  readonly eventCount: number
  /** The last batch of decisions. It can still grow, so it isn't recorded yet. */
  readonly batch: Batch | undefined
  /** The ids of the events of the decision tasks that are queued and started. */
  readonly queued: number | undefined
  readonly started: number | undefined
  /** Type of the closing event. */
  readonly closed: string | undefined
  /** Serializers of activities, by activity id, that only the decisions of the test know. */
  readonly serializers: ReadonlyMap<string, Serializer>
}

/** The events after the first `count`, as the AWS SDK returns them. */
export function eventsOf({ recorded }: Written, count = 0): HistoryEvent[] {
  if (recorded === undefined) return []
  const { events, eventCount, batch } = recorded
  const all = [
    ...events.slice(count, eventCount),
    ...(batch?.draft.events ?? []).slice(Math.max(0, count - eventCount)),
  ]
  return all.map(dated)
}

/** Whether the workflow can decide: a decision task is started or queued. */
export const canDecide = ({ recorded }: Written): boolean =>
  recorded !== undefined && (recorded.started ?? recorded.queued) !== undefined
