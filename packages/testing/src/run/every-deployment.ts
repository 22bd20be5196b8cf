import { ReyieldError, type AnyWorkflow, type WorkflowDefinition } from '@reyield/workflow'
import { optionsOf, type OptionsOrFactory } from '../simulator/options.ts'
import type { RunOptions } from './options.ts'
import { run, type RunResult } from './run.ts'

/**
 * New code of a workflow can't continue an execution that the older code has begun.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'DEPLOYMENT_INCOMPATIBLE')) console.error(error.message)
 * ```
 */
export class IncompatibleDeploymentError extends ReyieldError<'DEPLOYMENT_INCOMPATIBLE'> {
  static {
    this.prototype.name = 'IncompatibleDeploymentError'
  }
  constructor(workflow: string, how: string, cause: unknown) {
    super(
      'DEPLOYMENT_INCOMPATIBLE',
      `Workflow '${workflow}' can't replace its older code. The new code fails if ${how}:\n${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    )
  }
}

/**
 * Checks the deployment of new code at every point: runs a workflow once for each number of first decision tasks that
 * the older code decides, and twice with deciders of the old and the new code in turns. The new code must continue what
 * the older code has begun.
 *
 * @throws IncompatibleDeploymentError (DEPLOYMENT_INCOMPATIBLE)
 * @example
 * ```ts
 * it('continues open orders with the new code', async () => {
 *   await everyDeployment(order, { id: '7' }, { activities: shop, oldCode: orderBefore })
 * })
 * ```
 */
export async function everyDeployment<Input, Result>(
  workflow: WorkflowDefinition<Input, Result>,
  input: NoInfer<Input>,
  options: OptionsOrFactory<RunOptions & { readonly oldCode: AnyWorkflow }>,
): Promise<RunResult<Result>[]> {
  const ended: RunResult<Result>[] = []
  const deploy = async (how: string, oldCodeDecides: (nth: number) => boolean) => {
    try {
      ended.push(await run(workflow, input, { ...optionsOf(options), oldCodeDecides }))
    } catch (error) {
      throw new IncompatibleDeploymentError(workflow.name, how, error)
    }
  }
  let done = false // true when the older code has decided every task
  for (let count = 1; !done; count++) {
    let newTook = false
    await deploy(
      `the older code decides ${count === 1 ? 'the first decision task' : `the first ${count} decision tasks`}`,
      nth => {
        newTook ||= nth > count
        return nth <= count
      },
    )
    done = !newTook
  }
  await deploy('both decide in turns, the older code first', nth => nth % 2 === 1)
  await deploy('both decide in turns, the new code first', nth => nth % 2 === 0)
  return ended
}
