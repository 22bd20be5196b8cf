import { createClient } from '@reyield/client'
import { connection } from './connection.ts'
import { order } from './workflows.ts'

// Starts an order and prints its result, as a shop's web server would: npm run order -- 7 tea milk
const [id = '7', ...items] = process.argv.slice(2)
const client = createClient(connection)

// The workflow id makes it the one order with this id. If it's already open, this waits for the open one.
const workflowId = `order-${id}`
const handle = await client.start(order, { id, items, total: 12 }, { workflowId, ifRunning: 'use' })
console.log(`${workflowId} started`)
console.log(await handle.result())
