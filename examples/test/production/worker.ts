import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../../process.ts'
import { checksum } from './checksum.ts'
import * as impl from './impl.ts'
import { rates } from './program.ts'

await runUntilSignal(
  createWorker({
    ...connection(),
    taskList: 'production',
    activities: { ...impl, checksum },
    concurrency: 30,
    activitiesPerSecond: rates.all,
    heartbeat: { every: '1s' },
    activityOptions: { mail: { activitiesPerSecond: rates.mail } },
  }),
)
