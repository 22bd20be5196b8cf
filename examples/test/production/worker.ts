import { appendFileSync } from 'node:fs'
import { createWorker, inThread } from '@reyield/worker'
import { connection, runUntilSignal } from '../../process.ts'
import type { checksum } from './checksum.ts'
import * as impl from './impl.ts'
import { rates } from './program.ts'

const starts = process.env['PRODUCTION_STARTS']!

/** An activity worker with limits of rates, automatic heartbeats and a thread. It writes each start of an activity to a file. */
await runUntilSignal(
  createWorker({
    ...connection(),
    taskList: 'production',
    activities: { ...impl, checksum: inThread<typeof checksum>(new URL('./checksum.js', import.meta.url)) },
    concurrency: 30,
    activitiesPerSecond: rates.all,
    heartbeat: { every: '1s' },
    activityOptions: { mail: { activitiesPerSecond: rates.mail } },
    interceptors: {
      activity(call, next) {
        appendFileSync(starts, `${process.pid} ${call.context.activityType.name} ${Date.now()}\n`)
        return next(call)
      },
    },
  }),
)
