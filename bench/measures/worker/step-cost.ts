import { activities, workflow } from '@reyield/workflow'
import { median, round, type Figure, type Measure } from '../../measure.ts'
import { embedded, taskList } from './embedded.ts'

/** When each step ran, in milliseconds. */
let times: number[] = []
const impl = {
  async timed(_: number) {
    times.push(performance.now())
  },
}
const { timed } = activities<typeof impl>({ startToClose: '1m' })
const serial = workflow(
  { name: 'serial', taskList, executionStartToClose: '1h' },
  async function* (steps: number) {
    for (let i = 0; i < steps; i++) yield* timed(i)
  },
)

const eventsOfStep = 6
/** Steps whose time counts, around a number of events. */
const around = 30

/** What a step costs when much has happened before it. */
export const stepCost: Measure = {
  name: 'step-cost',
  about:
    `the time from one serial activity to the next, through a worker and a local SWF in one process, when the history has 100, 1,000 and ` +
    `20,000 events: the median of ${around} steps; floor: the same at 100 events`,
  async run(): Promise<Figure[]> {
    const { client, startWorker, close } = await embedded({ workflows: [serial], activities: impl })
    const worker = await startWorker()
    const run = async (steps: number) => {
      times = []
      await (await client.start(serial, steps)).result()
      return times
    }
    for (let n = 0; n < 10; n++) await run(100) // warms up
    const short: number[][] = []
    for (let n = 0; n < 5; n++) short.push(await run(Math.ceil(1000 / eventsOfStep) + around))
    const long = await run(Math.ceil(20_000 / eventsOfStep) + around)
    await Promise.all([worker.stop(), close()])
    const at = (events: number, runs: readonly number[][]) => {
      const middle = Math.round(events / eventsOfStep)
      const from = Math.max(1, middle - around / 2)
      return median(runs.flatMap(run => differences(run.slice(from, from + around))))
    }
    const floor = at(100, short)
    return [
      [100, floor],
      [1000, at(1000, short)],
      [20_000, at(20_000, [long])],
    ].map(([events, milliseconds]) => ({
      measure: 'step-cost',
      at: `events=${events}`,
      value: round(milliseconds!),
      unit: 'ms/step',
      floor: round(floor),
      ratio: round(milliseconds! / floor),
    }))
  },
}

const differences = (times: readonly number[]) => times.slice(1).map((time, n) => time - times[n]!)
