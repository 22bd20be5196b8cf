import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import * as activities from './activities.ts'

await runUntilSignal(createWorker({ ...connection(), taskList: 'subscriptions', activities }))
