import type { SimulatedActivity, SimulatedExecution } from '../simulator/execution.ts'
import type { Simulator } from '../simulator/simulator.ts'

/** The open activities of a name, of all executions, in the order that `nth` of a scenario counts them. */
export const activitiesNamed = (
  simulator: Simulator,
  name: string,
): [SimulatedExecution, SimulatedActivity][] =>
  [...simulator.swf.executions.values()]
    .filter(({ closed }) => closed === undefined)
    .flatMap(execution =>
      [...execution.activities.values()].map((one): [SimulatedExecution, SimulatedActivity] => [
        execution,
        one,
      ]),
    )
    .filter(([, one]) => one.name === name)
