import { connect } from '@reyield/client'
import { superjson } from '@reyield/data'
import { createReplay } from '@reyield/replay'
import { order } from './workflow.ts'

const history = await connect({ domain: 'shop' }).handle(order, { workflowId: 'order-7' }).history()
const replay = createReplay(order, { serializer: superjson })
await replay.feed(history)
console.log(await replay.decisions()) // what a decider would answer next: nothing, as the execution is closed
