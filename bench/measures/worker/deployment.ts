import { setTimeout as wait } from 'node:timers/promises'
import { activities, signal, workflow } from '@reyield/workflow'
import { percentile } from '../../e2e/closed-loop.ts'
import { round, type Figure, type Measure } from '../../measure.ts'
import { embedded, taskList } from './embedded.ts'

/** When the step after the signal ran, by execution. */
const ran = new Map<number, number>()
const impl = {
  async step(n: number) {
    ran.set(n, performance.now())
  },
}
const { step } = activities<typeof impl>({ startToClose: '1m' })
const go = signal<undefined>('go')
const idle = workflow({ name: 'idle', taskList, executionStartToClose: '1h' }, async function* (n: number) {
  yield* step(n)
  yield* go
  yield* step(n)
})

const executions = 200
/** The time between two signals, in milliseconds. */
const spacing = 10

/** What idle executions pay for a deployment. */
export const deployment: Measure = {
  name: 'deployment',
  about:
    `${executions} executions wait for a signal; their worker is stopped and another one takes over; from the signal to the activity that ` +
    'follows it, p50 and p99; floor: the same without a deployment',
  async run(): Promise<Figure[]> {
    const without = await measured(false)
    const withOne = await measured(true)
    return [0.5, 0.99].map(part => ({
      measure: 'deployment',
      at: `p${part * 100}`,
      value: round(percentile(withOne, part)),
      unit: 'ms',
      floor: round(percentile(without, part)),
      ratio: round(percentile(withOne, part) / percentile(without, part)),
    }))
  },
}

/** How long each execution took from its signal to its next activity, in milliseconds. */
async function measured(isDeployed: boolean): Promise<number[]> {
  const { client, startWorker, close } = await embedded({ workflows: [idle], activities: impl })
  let worker = await startWorker()
  ran.clear()
  const numbers = Array.from({ length: executions }, (_, n) => n)
  const handles = await Promise.all(numbers.map(n => client.start(idle, n)))
  while (ran.size < executions) await wait(10)
  await wait(500) // the decisions that wait for the signal are recorded by then
  if (isDeployed) {
    await worker.stop()
    worker = await startWorker()
  }
  const times = handles.map(async (handle, n) => {
    await wait(n * spacing)
    const begin = performance.now()
    await handle.signal(go)
    await handle.result()
    return ran.get(n)! - begin
  })
  const all = await Promise.all(times)
  await Promise.all([worker.stop(), close()])
  return all
}
