import type { AnyWorkflow } from '@reyield/workflow'
import type { Settings } from './worker-options.ts'

/**
 * Logs which workflows are declared for other task lists than the one that the worker polls. That's right if each build has a list of its
 * own. If it's a mistake, executions wait in the declared list, and nothing else says so.
 */
export function logOtherTaskLists(
  workflows: readonly AnyWorkflow[],
  { logger, domain, taskList }: Pick<Settings, 'logger' | 'domain' | 'taskList'>,
): void {
  for (const { name, version, taskList: declared } of workflows) {
    if (declared === undefined || declared === taskList) continue
    logger.info(
      `Workflow '${name}' is declared for task list '${declared}', but this worker polls '${taskList}'. ` +
        'Executions that are started without a task list wait for a worker that polls the declared one',
      { domain, taskList, workflow: name, version, declared },
    )
  }
}
