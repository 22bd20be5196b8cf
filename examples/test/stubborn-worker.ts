import { createClient } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { createWorker, stopOnSignals, type ActivityContext } from '@reyield/worker'
import { activities, workflow } from '@reyield/workflow'

/**
 * A process with an activity that ends when its worker stops (argument `willing`), or that never ends (argument `stubborn`). It prints what
 * happens.
 */
const isWilling = process.argv[2] === 'willing'
const impl = {
  work: async (_: string, { stopping, signal }: ActivityContext) => {
    signal.addEventListener('abort', () => console.log('aborted'))
    const timer = setInterval(() => undefined, 1000) // it keeps the process open
    await new Promise<void>(resolve => {
      stopping.addEventListener('abort', () => {
        console.log('stopping')
        if (!isWilling) return
        clearInterval(timer)
        resolve()
      })
      console.log('begun')
    })
  },
}
const { work } = activities<typeof impl>({ startToClose: '1h' })
const works = workflow({ name: 'works', executionStartToClose: '1 day' }, function* () {
  yield* work('')
})

const local = await createLocalSwf()
const silent = { debug() {}, info() {}, warn() {}, error() {} }
const place = { swf: local.swf, domain: 'd', taskList: 'tl', logger: silent }
const worker = createWorker({ ...place, workflows: [works], activities: impl })
const stopped = stopOnSignals(worker)
await worker.ready
await createClient(place).start(works, undefined, { taskList: 'tl' })
console.log(`stopped by ${await stopped}`)
await local.close()
