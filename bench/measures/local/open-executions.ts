import { createLocalSwf } from '@reyield/local'
import type { Measure } from '../../measure.ts'
import { growth } from './growth.ts'
import { inLanes, register, start } from './place.ts'

export const openExecutions: Measure = {
  name: 'open-executions',
  about:
    'starting executions, up to 100,000 open in one domain, log in memory: time and memory each, as there are more; ' +
    'floor: the first thousands of the same run',
  async run() {
    const local = await createLocalSwf()
    await register(local)
    const figures = await growth('open-executions', [5_000, 25_000, 50_000, 100_000], (from, to) =>
      inLanes(to - from, 10, n => start(local, `w${from + n}`, `list ${(from + n) % 100}`)),
    )
    await local.close()
    return figures
  },
}
