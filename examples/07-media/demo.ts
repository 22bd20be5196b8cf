import { setTimeout } from 'node:timers/promises'
import { isReyieldError } from '@reyield/workflow'
import { firstOpen, type Demo, type DemoSystem } from '../start/demo.ts'
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
  async run(system) {
    if ((await firstOpen(system.client, ['transcode-holiday', 'transcode-wedding'])) === 0)
      await killWorker(system)
    await cancelFilm(system)
  },
}

/** Starts a film, or continues it. */
function begin({ client }: DemoSystem, title: string, framesPerPart: number) {
  const film: Film = { title, parts: 3, framesPerPart }
  return startOrContinue(client, transcodeFilm, `transcode-${title}`, options =>
    client.start(transcodeFilm, film, options),
  )
}

async function killWorker(system: DemoSystem): Promise<void> {
  const working = system.line(/transcodes holiday, part 1/)
  const { handle, isNew } = await begin(system, 'holiday', 3000)
  if (isNew) {
    await working
    await setTimeout(1000) // a part takes at least 3 seconds
    system.print('the worker is killed (kill -9), and another one started')
    await system.replaceWorker()
  }
  const { bytes, digests } = await handle.result()
  system.print(`holiday: ${bytes} bytes, with ${digests.length} digests`)
}

async function cancelFilm(system: DemoSystem): Promise<void> {
  const working = system.line(/transcodes wedding, part 1/)
  const { handle, isNew } = await begin(system, 'wedding', 30_000)
  if (isNew) await working
  system.print('a cancel request for wedding')
  await handle.requestCancel()
  await handle.result().catch(error => {
    if (!isReyieldError(error, 'WORKFLOW_CANCELED')) throw error
    system.print('wedding: canceled')
  })
}
