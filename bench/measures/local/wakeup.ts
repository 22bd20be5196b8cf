import { awsSwf } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { round, type Figure, type Measure } from '../../measure.ts'
import { domain, register, start } from './place.ts'

const wakes = 500

export const wakeup: Measure = {
  name: 'wakeup',
  about:
    `a parked poll is answered after a start, ${wakes} times, over HTTP with the AWS SDK in the same process: from the ` +
    "start's answer to the poll's; the log in memory",
  async run(): Promise<Figure[]> {
    const local = await createLocalSwf()
    await register(local)
    const swf = awsSwf({ endpoint: (await local.listen()).url })
    const waits: number[] = []
    for (let n = 0; n < wakes; n++) {
      const polled = swf
        .pollForDecisionTask({ domain, taskList: { name: 'list' } })
        .then(() => performance.now())
      await new Promise(resolve => setTimeout(resolve, 2)) // it is parked by then
      const begin = performance.now()
      await start(local, `w${n}`)
      waits.push((await polled) - begin)
    }
    swf.close()
    await local.close()
    waits.sort((a, b) => a - b)
    return [0.5, 0.99].map(part => ({
      measure: 'wakeup',
      at: `p${part * 100}`,
      value: round(waits[Math.floor(part * wakes)]!),
      unit: 'ms',
    }))
  },
}
