import { createLocalSwf } from '@reyield/local'
import type { Measure } from '../../measure.ts'
import { growth } from './growth.ts'
import { domain, inLanes, register, start } from './place.ts'

export const history25000: Measure = {
  name: 'history-25000',
  about:
    'signals into one history of up to 24,900 events, log in memory: time and memory each, as it grows; floor: the first ' +
    'thousand of the same run',
  async run() {
    const local = await createLocalSwf()
    await register(local)
    await start(local, 'w')
    const figures = await growth('history-25000', [1_000, 5_000, 12_000, 24_900], (from, to) =>
      inLanes(to - from, 10, () =>
        local.swf.signalWorkflowExecution({ domain, workflowId: 'w', signalName: 's', input: '{"json":1}' }),
      ),
    )
    await local.close()
    return figures
  },
}
