import { activities, all, workflow } from '@reyield/workflow'
import { median, round, type Figure, type Measure } from '../../measure.ts'
import { embedded, taskList } from './embedded.ts'

const impl = { step: async (i: number) => i }
const { step } = activities<typeof impl>({ startToClose: '10m' })
const fanOut = workflow(
  { name: 'fanOut', taskList, executionStartToClose: '1h' },
  async function* (count: number) {
    return (yield* all(Array.from({ length: count }, (_, i) => step(i)))).length
  },
)

const runs = 3
/** Executions of each number that don't count. */
const warmUps = 2

/** Whether activities cost the same when there are more of them. */
export const fanOutCost: Measure = {
  name: 'fan-out',
  about:
    `1,000 and 4,000 activities that are scheduled at once and then close, through a worker and a local SWF in one process (SWF lets ` +
    `1,000 be open at a time): the median of ${runs} executions; floor: the first`,
  async run(): Promise<Figure[]> {
    const { client, startWorker, close } = await embedded({ workflows: [fanOut], activities: impl })
    const worker = await startWorker()
    const figures: Figure[] = []
    let floor: number | undefined
    for (const count of [1000, 4000]) {
      const times: number[] = []
      for (let n = -warmUps; n < runs; n++) {
        const begin = performance.now()
        await (await client.start(fanOut, count)).result()
        if (n >= 0) times.push((performance.now() - begin) / count)
      }
      const each = median(times)
      floor ??= each
      figures.push({
        measure: 'fan-out',
        at: `activities=${count}`,
        value: round(each),
        unit: 'ms/activity',
        floor: round(floor),
        ratio: round(each / floor),
      })
    }
    await Promise.all([worker.stop(), close()])
    return figures
  },
}
