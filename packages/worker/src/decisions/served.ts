import { InvalidOptionError } from '@reyield/client'
import { InvalidDefinitionError, type AnyWorkflow } from '@reyield/workflow'
import { describeType } from '@reyield/workflow/internal'
import { typesServed, type TypesServed } from '../loop/types-served.ts'
import type { DecisionLoopOptions } from './loop.ts'

/** The workflows that a worker serves. */
export interface ServedWorkflows {
  readonly served: TypesServed<AnyWorkflow>
  /** All of them, when they are loaded. */
  readonly loaded: () => Promise<readonly AnyWorkflow[]>
}

/**
 * Returns the workflows of a worker, with that of schedules if it has the option `schedules`.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID), DuplicateDefinitionError (DEFINITION_DUPLICATE), InvalidOptionError (OPTION_INVALID)
 */
export function servedWorkflows(
  workflows: DecisionLoopOptions['workflows'],
  schedules: boolean | undefined = false,
  taskList: string,
): ServedWorkflows {
  if (typeof schedules !== 'boolean') {
    throw new InvalidOptionError("The worker's option schedules", describeType(schedules), 'true or false')
  }
  const given = checkWorkflows(workflows, schedules)
  const served = typesServed('workflow', given, taskList)
  if (!schedules) return { served, loaded: async () => given }
  return {
    served,
    async loaded() {
      const scheduleWorkflow = await loadScheduleWorkflow()
      served.add(scheduleWorkflow)
      return [...given, scheduleWorkflow]
    },
  }
}

/** Loads the package of schedules, which is an optional peer: with it comes a library for cron expressions. */
async function loadScheduleWorkflow(): Promise<AnyWorkflow> {
  try {
    return (await import('@reyield/schedules')).scheduleWorkflow
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error
    const found = 'true, but @reyield/schedules is not installed'
    throw new InvalidOptionError(
      "The worker's option schedules",
      found,
      'the package: npm install @reyield/schedules',
    )
  }
}

/** Checks the workflows at run time, for callers without types. */
function checkWorkflows(workflows: unknown, mayBeEmpty: boolean): readonly AnyWorkflow[] {
  if (!Array.isArray(workflows) || (workflows.length === 0 && !mayBeEmpty)) {
    const found = Array.isArray(workflows) ? 'an empty list' : describeType(workflows)
    throw new InvalidDefinitionError(
      `The worker's workflows are ${found}: expected a list of workflows, as workflow(…) returns them`,
    )
  }
  for (const [index, one] of workflows.entries()) {
    const { name, version, run } = (one ?? {}) as { [Member in keyof AnyWorkflow]?: unknown }
    if (typeof name === 'string' && typeof version === 'string' && typeof run === 'function') continue
    throw new InvalidDefinitionError(
      `workflows[${index}] of the worker is ${describeType(one)}: expected a workflow, as workflow(…) returns it`,
    )
  }
  return workflows as readonly AnyWorkflow[]
}
