import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { agent } from './workflows.ts'

await runUntilSignal(createWorker({ ...connection(), taskList: 'agent', workflows: [agent] }))
