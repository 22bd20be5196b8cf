/** A worker in a process of its own, for the endpoint that its argument names. */
import { connect } from '@reyield/client'
import { createWorker } from '@reyield/worker'
import { domain, workerOptions } from './workflows.ts'

const { swf } = connect({ endpoint: process.argv[2]!, domain })
const worker = createWorker({ ...workerOptions, swf })
process.once('disconnect', () => process.exit())
await worker.ready
process.send!('ready')
