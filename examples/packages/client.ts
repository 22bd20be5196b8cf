import { connect } from '@reyield/client'
import { order } from './workflow.ts'

const client = connect({ domain: 'shop' })
const handle = await client.start(order, ['tea', 'milk'], { workflowId: 'order-7' })
console.log(await handle.result())
