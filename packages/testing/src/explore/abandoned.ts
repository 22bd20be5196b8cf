import { everyOutcome } from './options.ts'
import type { AbandonedActivity, ScenarioRunner } from './scenario-runner.ts'

/**
 * Activities whose answers no longer matter: open when their execution closed, or canceled while the workflow wasn't
 * waiting for them. Their workers may still do the work, just as they may after a timeout (`timedOutAfterWork`).
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
