import { activities, workflow } from '@reyield/workflow'
import type * as impl from './activities.ts'

const { HelloWorld } = activities<typeof impl>({ startToClose: '1m' })

export const HelloWorkflow = workflow(
  { name: 'HelloWorkflow', taskList: 'default', executionStartToClose: '1h' },
  async function* (name: string) {
    return yield* HelloWorld.with({ id: 'saying_hi' })(name)
  },
)
