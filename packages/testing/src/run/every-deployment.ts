import { ReyieldError, type AnyWorkflow, type WorkflowDefinition } from '@reyield/workflow'
import { run, type RunResult, type RunOptions } from './run.ts'

/**
 * New code can't go on with what older code has begun.
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
      `Workflow '${workflow}' can't be deployed over the older code: where ${how}, the new code fails\n${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    )
  }
}

/**
 * Runs a workflow whose first decision tasks older code decides: one run for every moment of the deployment, and two in
 * which deciders with the old and the new code take turns. The new code must go on with what the older has begun.
 *
 * @throws IncompatibleDeploymentError (DEPLOYMENT_INCOMPATIBLE)
 * @example
 * ```ts
 * it('open orders go on with the new code', async () => {
 *   await everyDeployment(order, { id: '7' }, { activities: shop, oldCode: orderBefore })
 * })
 * ```
 */
export async function everyDeployment<Input, Result>(
  workflow: WorkflowDefinition<Input, Result>,
  input: NoInfer<Input>,
  options:
    | (RunOptions & { readonly oldCode: AnyWorkflow })
    | (() => RunOptions & { readonly oldCode: AnyWorkflow }),
): Promise<RunResult<Result>[]> {
  const ended: RunResult<Result>[] = []
  const deploy = async (how: string, oldCodeDecides: (nth: number) => boolean) => {
    const chosen = typeof options === 'function' ? options() : options
    const ran = await run(workflow, input, { ...chosen, oldCodeDecides }).then(
      all => all,
      (error: unknown) => {
        throw new IncompatibleDeploymentError(workflow.name, how, error)
      },
    )
    ended.push(ran)
  }
  let overtaken = false // the older code has decided all there was
  for (let behind = 1; !overtaken; behind++) {
    let newTook = false
    await deploy(
      `the older code decides ${behind === 1 ? 'the first decision task' : `the first ${behind} decision tasks`}`,
      nth => {
        newTook ||= nth > behind
        return nth <= behind
      },
    )
    overtaken = !newTook
  }
  await deploy('both take turns, the older code first', nth => nth % 2 === 1)
  await deploy('both take turns, the new code first', nth => nth % 2 === 0)
  return ended
}
