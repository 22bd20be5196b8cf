// A heartbeat that isn't awaited, with details over 2,048 characters.
import { setTimeout as wait } from 'node:timers/promises'
import { createWorker, type ActivityContext } from '@reyield/worker'
import { activities, workflow } from '@reyield/workflow'

const impl = {
  copy: async (big: boolean, { heartbeat, signal }: ActivityContext) => {
    for (let i = 0; i < 3; i++) {
      heartbeat({ done: big ? Array(700).fill(`file-${i}`) : i }) // expected: no-floating-heartbeat
      await wait(50, undefined, { signal })
    }
    return 'copied'
  },
}
const { copy } = activities<typeof impl>({ startToClose: '1m', heartbeat: '10s' })

export const backup = workflow({ name: 'a', executionStartToClose: '1 day' }, async function* (big: boolean) {
  return yield* copy(big)
})

export const start = (connection: Pick<Parameters<typeof createWorker>[0], 'swf' | 'domain'>) =>
  createWorker({ ...connection, taskList: 'tl', workflows: [backup], activities: impl })
