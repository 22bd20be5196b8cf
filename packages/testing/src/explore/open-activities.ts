import type { ActivityView, ExecutionView } from '@reyield/local'
import type { Simulator } from '../simulator/simulator.ts'

/** The open activities of a name, of all executions, in the order that `nth` of a scenario counts them. */
export const activitiesNamed = (simulator: Simulator, name: string): [ExecutionView, ActivityView][] =>
  [...simulator.swf.executions.values()]
    .flatMap(execution =>
      [...execution.activities.values()].map((one): [ExecutionView, ActivityView] => [execution, one]),
    )
    .filter(([, one]) => one.activityType.name === name)
