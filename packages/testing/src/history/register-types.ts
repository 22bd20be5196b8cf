import type { Decision } from '@aws-sdk/client-swf'
import type { AnyWorkflow } from '@reyield/workflow'
import type { SimulatedSwf } from '../simulator/swf.ts'

interface Type {
  readonly name: string
  readonly version: string
}

/** What a workflow says about its executions. Durations are SWF's. */
export interface Settings {
  readonly taskList: string
  readonly executionStartToClose: string
  readonly taskStartToClose: string
  readonly childPolicy: string
}

/** The settings of a workflow, with defaults for one that is unknown. */
export const settingsOf = (taskList: string, workflow?: AnyWorkflow): Settings => ({
  taskList,
  executionStartToClose: workflow?.executionStartToClose ?? '31536000', // a year, the longest that SWF knows
  taskStartToClose: workflow?.taskStartToClose ?? '10',
  childPolicy: workflow?.childPolicy ?? 'TERMINATE',
})

/** The values with which an execution starts, in SWF's words. */
export const startValues = (settings: Settings) => ({
  taskList: { name: settings.taskList },
  executionStartToCloseTimeout: settings.executionStartToClose,
  taskStartToCloseTimeout: settings.taskStartToClose,
  childPolicy: settings.childPolicy,
})

/** Registers a workflow type, unless it is registered. `more`: further defaults of its executions. */
export function registerWorkflow(swf: SimulatedSwf, type: Type, settings: Settings, more: object = {}): void {
  const values = Object.entries(startValues(settings))
  const defaults = values.map(([name, value]) => [`default${name[0]!.toUpperCase()}${name.slice(1)}`, value])
  swf.register('Workflow', type, { ...(Object.fromEntries(defaults) as object), ...more })
}

/** The default of types whose definition is unknown. It's short, so that a child can time out before its parent does. */
const anHour = { executionStartToClose: '3600' }

/** Registers the types that decisions name. What the decisions leave out has the same defaults in every history. */
export function registerTypes(
  swf: SimulatedSwf,
  workflow: string,
  taskList: string,
  decisions: readonly Decision[],
): void {
  for (const decision of decisions) {
    const activity = decision.scheduleActivityTaskDecisionAttributes?.activityType
    if (activity !== undefined) {
      swf.register('Activity', activity as Type, {
        defaultTaskList: { name: taskList },
        defaultTaskScheduleToStartTimeout: 'NONE',
        defaultTaskScheduleToCloseTimeout: 'NONE',
        defaultTaskStartToCloseTimeout: 'NONE',
        defaultTaskHeartbeatTimeout: 'NONE',
      })
    }
    const version = decision.continueAsNewWorkflowExecutionDecisionAttributes?.workflowTypeVersion
    const started =
      decision.startChildWorkflowExecutionDecisionAttributes?.workflowType ??
      (version === undefined ? undefined : { name: workflow, version })
    if (started !== undefined) registerWorkflow(swf, started as Type, { ...settingsOf(taskList), ...anHour })
  }
}
