import type { PayloadCoder } from '@reyield/data/internal'
import type { CommandContext } from '../context/context.ts'
import type { BulkAction } from '@reyield/inspect/internal'

/** What the input in the file of a plan is encoded with. A plan is for many executions, so it has the id of none: SWF has no empty ids. */
export const planCoder = async (context: CommandContext): Promise<PayloadCoder> =>
  (await context.coder())(undefined)

/**
 * The action of a plan, with a decoded input.
 *
 * @throws what the pipeline throws
 */
export async function decodedAction(context: CommandContext, action: BulkAction): Promise<BulkAction> {
  if (action.kind !== 'signal' || action.input === undefined) return action
  const { pipeline, context: ofPlan } = await planCoder(context)
  return { ...action, input: await pipeline.decode(action.input, ofPlan) }
}
