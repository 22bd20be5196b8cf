import { createLocalSwf } from '@reyield/local'
import { round, type Figure, type Measure } from '../../measure.ts'
import { inLanes, newFile, register, start } from './place.ts'

const count = 100_000

export const restart: Measure = {
  name: 'restart',
  about: `opening a database with ${count} open executions, as after a kill: seconds until the first answer`,
  async run(): Promise<Figure[]> {
    const db = newFile()
    const first = await createLocalSwf({ db })
    await register(first)
    await inLanes(count, 200, n => start(first, `w${n}`, `list ${n % 100}`))
    await first.close()
    const begin = performance.now()
    const second = await createLocalSwf({ db })
    await second.swf.describeDomain({ name: 'bench' })
    const seconds = (performance.now() - begin) / 1000
    await second.close()
    return [{ measure: 'restart', at: `open=${count}`, value: round(seconds), unit: 's' }]
  },
}
