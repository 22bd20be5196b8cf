import { createLocalSwf } from '@reyield/local'
import type { Measure } from '../../measure.ts'
import { growth } from './growth.ts'
import { domain, register } from './place.ts'

const lists = 20

export const pollers: Measure = {
  name: 'pollers',
  about:
    `parking polls for activity tasks, up to 10,000 over ${lists} lists, through the direct transport: time and memory each, as ` +
    'there are more; floor: the first of the same run',
  async run() {
    const local = await createLocalSwf()
    await register(local)
    const figures = await growth('pollers', [1_000, 5_000, 10_000], async (from, to) => {
      for (let n = from; n < to; n++) {
        const taskList = { name: `list ${n % lists}` }
        void local.swf.pollForActivityTask({ domain, taskList })
      }
      await new Promise(resolve => setImmediate(resolve))
    })
    await local.close()
    return figures
  },
}
