import { everyOutcome } from './options.ts'
import type { AbandonedActivity, ScenarioRunner } from './scenario-runner.ts'

/**
 * Activities that a closed execution has left behind: open at its close, or asked to give up while nobody waited for them.
 * Their workers may do the work all the same, as they may where nobody hears of the answer (`timedOutAfterWork`).
 */
export function leftBehind({ options, simulator, abandoned }: ScenarioRunner): readonly AbandonedActivity[] {
  const open = [...simulator.swf.executions.values()].flatMap(execution =>
    execution.closed === undefined
      ? []
      : [...execution.activities.values()].map(({ id, name, version, input, attempt }) => {
          const { workflowId, runId } = execution
          return { id, name, version, input, attempt, execution: { workflowId, runId } }
        }),
  )
  return [...abandoned, ...open].filter(({ name }) =>
    (options.outcomes?.[name] ?? everyOutcome).includes('timedOutAfterWork'),
  )
}
