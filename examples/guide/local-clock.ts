import { createLocalSwf, testClock } from '@reyield/local'

// A local SWF in this process, without a database, and with a clock that only moves when it is advanced.
const clock = testClock()
const local = await createLocalSwf({ clock })
const { swf } = local // SWF's actions as methods, with the AWS SDK's inputs and outputs

const domain = 'shop'
await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '7' })
await swf.registerWorkflowType({ domain, name: 'order', version: '1.0' })
const { runId } = await swf.startWorkflowExecution({
  domain,
  workflowId: 'order-7',
  workflowType: { name: 'order', version: '1.0' },
  taskList: { name: 'orders' },
  executionStartToCloseTimeout: '172800', // two days
  taskStartToCloseTimeout: '10',
  childPolicy: 'TERMINATE',
})
await clock.advance('2 days') // takes no time
const { executionInfo } = await swf.describeWorkflowExecution({
  domain,
  execution: { workflowId: 'order-7', runId: runId! },
})
console.log(executionInfo!.executionStatus, executionInfo!.closeStatus)
await local.close()
