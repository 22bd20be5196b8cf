import { text } from '@reyield/data'
import { activities, all, workflow } from '@reyield/workflow'
import type * as impl from './activities.ts'

// payloads are plain strings, because boto's programs don't use our serializers
const options = { executionStartToClose: '1h', serializer: text } as const
const { HelloWorld, ActivityA, ActivityB, ActivityC, Part } = activities<typeof impl>({
  startToClose: '1m',
  serializer: text,
})

export const HelloWorkflow = workflow(
  { name: 'HelloWorkflow', taskList: 'default', ...options },
  async function* (name: string) {
    return yield* HelloWorld(name)
  },
)

export const SerialWorkflow = workflow(
  { name: 'SerialWorkflow', taskList: 'default_tasks', ...options },
  async function* (order: string) {
    const taken = yield* ActivityA.with({ taskList: 'a_tasks' })(order)
    const packed = yield* ActivityB.with({ taskList: 'b_tasks' })(taken)
    return yield* ActivityC.with({ taskList: 'c_tasks' })(packed)
  },
)

export const ParallelWorkflow = workflow(
  { name: 'ParallelWorkflow', taskList: 'parallel', ...options },
  async function* (_: string) {
    const parts = yield* all(['1', '2', '3', '4', '5'].map(part => Part(part)))
    return parts.join(' ')
  },
)
