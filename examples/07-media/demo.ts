import { setTimeout } from 'node:timers/promises'
import { isReyieldError } from '@reyield/workflow'
import type { Demo } from '../start/demo.ts'
import { startOrContinue } from '../start/start-or-continue.ts'
import type { Film } from './film.ts'
import { pipeline } from './pipeline.ts'
import { transcodeFilm } from './workflows.ts'

/** A film whose worker is killed in the middle, and one that is canceled. */
export const demo: Demo = {
  folder: '07-media',
  workflows: [transcodeFilm],
  workers: 1,
  pipeline,
  async run({ client, print, line, replaceWorker }) {
    const begin = (title: string, framesPerPart: number) => {
      const film: Film = { title, parts: 3, framesPerPart }
      return startOrContinue(client, transcodeFilm, `transcode-${title}`, options =>
        client.start(transcodeFilm, film, options),
      )
    }
    const holiday = line(/transcodes holiday, part 1/)
    const { handle, isNew } = await begin('holiday', 1000)
    if (isNew) {
      await holiday
      await setTimeout(1500)
      print('the worker is killed (kill -9), and another one started')
      await replaceWorker()
    }
    const { bytes, digests } = await handle.result()
    print(`holiday: ${bytes} bytes, with ${digests.length} digests`)

    const wedding = line(/transcodes wedding, part 1/)
    const canceled = await begin('wedding', 10_000)
    if (canceled.isNew) await wedding
    print('a cancel request for wedding')
    await canceled.handle.requestCancel()
    await canceled.handle.result().catch(error => {
      if (!isReyieldError(error, 'WORKFLOW_CANCELED')) throw error
      print('wedding: canceled')
    })
  },
}
