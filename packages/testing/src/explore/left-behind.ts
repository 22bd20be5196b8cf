import { everyEnding } from './options.ts'
import type { LeftActivity, Teller } from './teller.ts'

/**
 * Activities that a closed execution has left behind: open at its close, or asked to give up while nobody waited for them.
 * Their workers may do the work all the same, as they may where nobody hears of the answer (`timesOutAfterWork`).
 */
export function leftBehind({ world, stage, left }: Teller): readonly LeftActivity[] {
  const open = [...stage.swf.executions.values()].flatMap(execution =>
    execution.closed === undefined
      ? []
      : [...execution.activities.values()].map(({ id, name, version, input, attempt }) => {
          const { workflowId, runId } = execution
          return { id, name, version, input, attempt, execution: { workflowId, runId } }
        }),
  )
  return [...left, ...open].filter(({ name }) =>
    (world.endings?.[name] ?? everyEnding).includes('timesOutAfterWork'),
  )
}
