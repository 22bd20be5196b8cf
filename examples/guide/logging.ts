import type { Swf } from '@reyield/client'
import { createWorker, fromPino } from '@reyield/worker'
import { pino } from 'pino'
import { payment } from './workers.ts'

export const startDecider = (swf: Swf) =>
  createWorker({
    swf,
    domain: 'shop',
    taskList: 'payments',
    workflows: [payment],
    logger: fromPino(pino({ level: 'info' })),
  })
