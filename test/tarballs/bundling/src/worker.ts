import { awsSwf, retrying } from '@reyield/client'
import { createWorker, inThread, stopOnSignals } from '@reyield/worker'
import * as impl from './activities.ts'
import type { weigh } from './weigh.ts'
import { order } from './workflows.ts'

const activities = { ...impl, weigh: inThread<typeof weigh>(new URL('./weigh.js', import.meta.url)) }
const swf = retrying(awsSwf())
const worker = createWorker({ swf, domain: 'shop', taskList: 'orders', workflows: [order], activities })
await stopOnSignals(worker, { grace: '25s' })
