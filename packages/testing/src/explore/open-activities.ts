import type { StagedActivity, StagedExecution } from '../stage/execution.ts'
import type { Stage } from '../stage/stage.ts'

/** The open activities of a name, of all executions, in the order in which a told story counts them. */
export const activitiesNamed = (stage: Stage, name: string): [StagedExecution, StagedActivity][] =>
  [...stage.swf.executions.values()]
    .filter(({ closed }) => closed === undefined)
    .flatMap(execution =>
      [...execution.activities.values()].map((one): [StagedExecution, StagedActivity] => [execution, one]),
    )
    .filter(([, one]) => one.name === name)
