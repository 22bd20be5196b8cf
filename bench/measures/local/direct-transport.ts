import { createLocalSwf } from '@reyield/local'
import { round, time, type Figure, type Measure } from '../../measure.ts'
import { domain, flow, register, start } from './place.ts'

const calls = 20_000

/** Calls in the same process. */
export const directTransport: Measure = {
  name: 'direct-transport',
  about: `calls a second through the direct transport, one after the other, log in memory; median of five rounds of ${calls}`,
  async run(): Promise<Figure[]> {
    const local = await createLocalSwf()
    await register(local)
    const runId = await start(local, 'w')
    const execution = { workflowId: 'w', runId }
    const kinds: [string, () => Promise<unknown>][] = [
      ['DescribeDomain', () => local.swf.describeDomain({ name: domain })],
      ['DescribeWorkflowExecution', () => local.swf.describeWorkflowExecution({ domain, execution })],
      ['DescribeWorkflowType', () => local.swf.describeWorkflowType({ domain, workflowType: flow })],
    ]
    const figures: Figure[] = []
    for (const [action, call] of kinds) {
      const milliseconds = await time(5, async () => {
        for (let n = 0; n < calls; n++) await call()
      })
      figures.push({
        measure: 'direct-transport',
        at: action,
        value: round((calls * 1000) / milliseconds),
        unit: 'calls/s',
      })
    }
    await local.close()
    return figures
  },
}
