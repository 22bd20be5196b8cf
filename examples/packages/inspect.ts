import { awsSwf, retrying } from '@reyield/client'
import { viewExecution } from '@reyield/inspect'

const swf = retrying(awsSwf())
const { state, steps, problems } = await viewExecution(swf, { domain: 'shop', workflowId: 'order-7' })
console.log(state)
for (const step of steps) console.log(step.kind, step.name, step.state)
for (const { text } of problems) console.log(text)
