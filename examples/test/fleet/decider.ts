import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../../process.ts'
import * as first from './first-build.ts'
import * as second from './second-build.ts'

/** A decider of the build that REYIELD_BUILD_ID names. */
const { order } = process.env['REYIELD_BUILD_ID'] === 'first' ? first : second
await runUntilSignal(
  createWorker({ ...connection(), taskList: 'fleet', workflows: [order], cache: { stickyTimeout: '3s' } }),
)
