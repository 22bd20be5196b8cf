import type { HistoryEvent } from '@aws-sdk/client-swf'
import { InvalidOptionError } from '@reyield/client'
import { createReplay, type ReplayOptions } from '@reyield/replay'
import { batchesOf, explain } from '@reyield/replay/where'
import type { AnyWorkflow } from '@reyield/workflow'
import { errorOf } from './check.ts'
import { decisionText, recordedDecisionText } from './decision-text.ts'
import type { TaskDecisions } from './replayer.ts'

/**
 * The decisions that history records for a decision task, in lines without payloads. Undefined if it timed out or is still open.
 *
 * @throws InvalidOptionError (OPTION_INVALID) if the event isn't a DecisionTaskStarted
 */
export function recordedDecisions(
  events: readonly HistoryEvent[],
  startedEventId: number,
): readonly string[] | undefined {
  if (events[startedEventId - 1]?.eventType !== 'DecisionTaskStarted') {
    throw new InvalidOptionError('task', startedEventId, 'the id of a DecisionTaskStarted event')
  }
  return batchesOf(events).get(startedEventId)?.map(recordedDecisionText)
}

/** What a workflow decides at a decision task now, beside what history records. That it can't decide is part of the picture. */
export async function taskDecisions(
  workflow: AnyWorkflow,
  events: readonly HistoryEvent[],
  options: ReplayOptions,
  startedEventId: number,
): Promise<TaskDecisions> {
  const recorded = recordedDecisions(events, startedEventId)
  const known = events.slice(0, startedEventId)
  const quiet: ReplayOptions = { ...options, guards: 'off', log: () => undefined }
  const replay = createReplay(workflow, quiet)
  try {
    await replay.feed(known)
    const decided = (await replay.decisions()).map(decisionText)
    return { recorded, decided, error: undefined }
  } catch (error) {
    return { recorded, decided: undefined, error: errorOf(await explain(error, workflow, known, quiet)) }
  }
}
