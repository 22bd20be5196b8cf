import type { LocalSwf } from '@reyield/local'

/** How many open executions a domain may have at SWF. */
export const executions = 100_000

/** Fills the domain `bench` with open executions. `before` is called before each start; `tags` are those of an execution. */
export async function fillDomain(
  swf: LocalSwf['swf'],
  { before, tags }: { before?: (number: number) => void; tags?: (number: number) => string[] } = {},
): Promise<void> {
  const workflowType = { name: 'order', version: '1' }
  await swf.registerDomain({ name: 'bench', workflowExecutionRetentionPeriodInDays: '1' })
  await swf.registerWorkflowType({ domain: 'bench', ...workflowType })
  for (let i = 0; i < executions; i++) {
    before?.(i)
    await swf.startWorkflowExecution({
      domain: 'bench',
      workflowId: `order-${i}`,
      workflowType,
      taskList: { name: 'orders' },
      executionStartToCloseTimeout: '31536000',
      taskStartToCloseTimeout: 'NONE',
      childPolicy: 'TERMINATE',
      tagList: tags?.(i) ?? [],
    })
  }
}
