import { setTimeout as wait } from 'node:timers/promises'
import { inThread } from '@reyield/worker'
import { activities, workflow } from '@reyield/workflow'
import { percentile } from '../../e2e/closed-loop.ts'
import { round, type Figure, type Measure } from '../../measure.ts'
import { compute } from './compute.ts'
import { embedded, taskList } from './embedded.ts'

const impl = { step: async (n: number) => n, compute }
const threads = 1
const threaded = {
  ...impl,
  compute: inThread<typeof compute>(new URL('./compute.js', import.meta.url), { export: 'compute', threads }),
}
const { step, compute: computes } = activities<typeof impl>({ startToClose: '10m' })
const steps = workflow({ name: 'steps', taskList, executionStartToClose: '1h' }, async function* (n: number) {
  return yield* step(n)
})
const heavy = workflow(
  { name: 'heavy', taskList, executionStartToClose: '1h' },
  async function* (_: undefined) {
    for (let n = 0; n < 500; n++) yield* computes(each) // until the worker stops
  },
)

/** How many milliseconds one activity computes. */
const each = 200
const executions = 50

/** What activities that compute cost everything else in their process. */
export const computing: Measure = {
  name: 'computing',
  about:
    `one activity after the other computes for ${each} ms; meanwhile ${executions} executions run one short activity each, in the same ` +
    'process; their time from start to result, p50 and p99, with inThread and without; floor: nothing computes',
  async run(): Promise<Figure[]> {
    const idle = await measured(impl, false)
    const inThreads = await measured(threaded, true)
    const without = await measured(impl, true)
    return [0.5, 0.99].flatMap(part =>
      [
        { how: 'in threads', times: inThreads },
        { how: 'without threads', times: without },
      ].map(({ how, times }) => ({
        measure: 'computing',
        at: `${how}, p${part * 100}`,
        value: round(percentile(times, part)),
        unit: 'ms',
        floor: round(percentile(idle, part)),
        ratio: round(percentile(times, part) / percentile(idle, part)),
      })),
    )
  },
}

/** How long each short execution took, in milliseconds. */
async function measured(served: typeof impl, computesMeanwhile: boolean): Promise<number[]> {
  const { client, startWorker, close } = await embedded({ workflows: [steps, heavy], activities: served })
  const worker = await startWorker()
  await (await client.start(steps, 0)).result()
  if (computesMeanwhile) await client.start(heavy, undefined)
  const times: number[] = []
  for (let n = 0; n < executions; n++) {
    const begin = performance.now()
    await (await client.start(steps, n)).result()
    times.push(performance.now() - begin)
    await wait(20)
  }
  await worker.stop()
  await close()
  return times
}
