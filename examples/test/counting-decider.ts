import { awsSwf, retrying } from '@reyield/client'
import { createWorker } from '@reyield/worker'
import { counting } from './counting.ts'

/** A decider that a test kills. Argument: the endpoint. */
const silent = { debug() {}, info() {}, warn() {}, error() {} }
const worker = createWorker({
  swf: retrying(awsSwf({ endpoint: process.argv[2]! })),
  domain: 'counting',
  taskList: 'counting',
  workflows: [counting],
  logger: silent,
  cache: { maxExecutions: 3, stickyTimeout: '1s' },
})
await worker.ready
console.log('ready')
process.once('disconnect', () => process.exit())
