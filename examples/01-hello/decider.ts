import { decider } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { HelloWorkflow } from './workflows.ts'

await runUntilSignal(decider({ ...connection(), taskList: 'default', workflows: [HelloWorkflow] }))
