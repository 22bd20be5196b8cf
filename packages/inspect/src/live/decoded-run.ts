import type { HistoryEvent } from '@aws-sdk/client-swf'
import {
  decodedError,
  decodeEvents,
  readContext,
  writeContext,
  type PayloadCoder,
} from '@reyield/data/internal'
import type { RecordedRun, Replayer } from '../code/replayer.ts'

/** How many events are decoded at once. A pipeline may ask a key service for each payload. */
const atOnce = 100

/** A run with payloads that the pipeline has decoded. */
export async function decodedRun(run: RecordedRun, coder: PayloadCoder): Promise<RecordedRun> {
  const events: HistoryEvent[] = []
  for (let from = 0; from < run.events.length; from += atOnce) {
    for (const event of await decodeEvents(run.events.slice(from, from + atOnce), coder)) events.push(event)
  }
  return { ...run, events }
}

/** A replayer of runs that the pipeline has encoded. Each run is decoded once. */
export function decodingReplayer(replayer: Replayer, coder: PayloadCoder): Replayer {
  const known = new WeakMap<RecordedRun, Promise<RecordedRun>>()
  const decoded = (run: RecordedRun) => {
    const decoding = known.get(run) ?? decodedRun(run, coder)
    known.set(run, decoding)
    return decoding
  }
  return {
    buildId: replayer.buildId,
    moment: async (run, options) => replayer.moment(await decoded(run), options),
    check: async run => replayer.check(await decoded(run)),
    decisions: async (run, task) => replayer.decisions(await decoded(run), task),
  }
}

/**
 * A run in which the error that holds the execution is readable. It is in the context of the last completed decision task, and its message
 * is no payload, but a pipeline has encoded it as well.
 */
export async function withReadableError(run: RecordedRun, coder: PayloadCoder): Promise<RecordedRun> {
  const index = run.events.findLastIndex(({ eventType }) => eventType === 'DecisionTaskCompleted')
  const event = run.events[index]
  const attributes = event?.decisionTaskCompletedEventAttributes
  const { status, error } = readContext(attributes?.executionContext)
  if (attributes === undefined || error?.encoded === undefined) return run
  const executionContext = writeContext({ status, error: await decodedError(error, coder) })
  const readable = { ...event, decisionTaskCompletedEventAttributes: { ...attributes, executionContext } }
  return { ...run, events: run.events.with(index, readable as HistoryEvent) }
}
