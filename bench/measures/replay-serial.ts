import type { HistoryEvent } from '@aws-sdk/client-swf'
import { superjson } from '@reyield/data'
import type { AnyWorkflow } from '@reyield/workflow'
import { serialHistory } from '../histories.ts'
import { round, time, type Figure, type Measure } from '../measure.ts'
import { replayPeers } from '../peers.ts'
import { replayOf, serialAsync, serialSync } from '../programs.ts'

/** Replay of a complete history of serial activities, from event objects, superjson results parsed. */
export const replaySerial: Measure = {
  name: 'replay-serial',
  about:
    'a complete history of N serial activities (6 events each), replayed at once from event objects with all checks and ' +
    'guards on; floor: the same generator stepped by a bare loop that parses the same results',
  async run(options) {
    const figures: Figure[] = []
    for (const count of [10, 100, 1000, 4000]) {
      const events = serialHistory(count)
      const rounds = Math.max(9, Math.ceil(40_000 / count))
      for (const [kind, program] of [
        ['async', serialAsync],
        ['sync', serialSync],
      ] as const) {
        const ours = await time(rounds, async () => {
          const replay = replayOf(program)
          await replay.feed(events)
          await replay.decisions()
        })
        const floor = await time(rounds, () => bareLoop(program, count, events))
        figures.push({
          measure: 'replay-serial',
          at: `${kind} activities=${count}`,
          value: round((ours * 1000) / count),
          unit: 'us/activity',
          floor: round((floor * 1000) / count),
          ratio: round(ours / floor),
        })
      }
    }
    return [...figures, ...replayPeers(options, 'replay-serial', 'serial', [100, 1000])]
  },
}

async function bareLoop(
  definition: AnyWorkflow,
  count: number,
  events: readonly HistoryEvent[],
): Promise<void> {
  const program = (definition.run as (count: number) => unknown)(count) as AsyncGenerator<
    unknown,
    unknown,
    unknown
  >
  await program.next()
  for (const event of events) {
    if (event.eventType !== 'ActivityTaskCompleted') continue
    const step = program.next(superjson.deserialize(event.activityTaskCompletedEventAttributes!.result))
    if (step instanceof Promise) await step
  }
}
