import { superjson } from '@reyield/data'
import { createReplay, type Replay } from '@reyield/replay'
import { activity, all, workflow, type AnyWorkflow } from '@reyield/workflow'

const step = activity<number, number>('step', { startToClose: '5m' })

export const serialAsync = workflow({ name: 'serial' }, async function* (count: number) {
  let last = 0
  for (let i = 0; i < count; i++) last = yield* step(i)
  return last
})

export const serialSync = workflow({ name: 'serial' }, function* (count: number) {
  let last = 0
  for (let i = 0; i < count; i++) last = yield* step(i)
  return last
})

export const parallel = workflow({ name: 'parallel' }, async function* (count: number) {
  return (yield* all(Array.from({ length: count }, (_, i) => step(i)))).length
})

/** A replay with all checks and guards on. */
export const replayOf = (definition: AnyWorkflow): Replay =>
  createReplay(definition, { execution: { workflowId: 'w', runId: 'r' }, serializer: superjson })
