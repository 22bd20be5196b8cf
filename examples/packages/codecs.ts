import { awsSwf, createClient, retrying } from '@reyield/client'
import { compression, encryption } from '@reyield/codecs'
import { createWorker } from '@reyield/worker'
import * as activities from './activities.ts'
import { order } from './workflow.ts'

const keys = { '2026-11': process.env['PAYLOAD_KEY']! } // 32 random bytes in base64
const pipeline = [compression(), encryption({ keys, current: '2026-11' })]
const connection = { swf: retrying(awsSwf()), domain: 'shop', pipeline } // the same for clients and workers

const worker = createWorker({ ...connection, taskList: 'secret', workflows: [order], activities })
await worker.ready
const handle = await createClient(connection).start(order, ['tea'], { taskList: 'secret' })
console.log(await handle.result())
await worker.stop()
