import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { pipeline } from './pipeline.ts'
import { transcodeFilm } from './workflows.ts'

await runUntilSignal(
  createWorker({ ...connection(), pipeline, taskList: 'media', workflows: [transcodeFilm] }),
)
