import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { interestBatch, interestPart } from './workflows.ts'

await runUntilSignal(
  createWorker({ ...connection(), taskList: 'batch', workflows: [interestBatch, interestPart] }),
)
