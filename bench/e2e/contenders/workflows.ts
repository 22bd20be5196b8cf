import { consoleLogger } from '@reyield/worker'
import { activities, all, workflow } from '@reyield/workflow'
import { workloads, type StepResult, type Workload } from '../workloads.ts'

const impl = { step: async (i: number): Promise<StepResult> => ({ ok: true, i }) }

export const domain = 'bench'
const taskList = 'bench'

const { step } = activities<typeof impl>({ startToClose: '1m' })
const settings = { taskList, executionStartToClose: '1h' } as const

const serial = (name: Workload) =>
  workflow({ name, ...settings }, async function* () {
    const n = workloads[name]
    let last: StepResult | undefined
    for (let i = 0; i < n; i++) last = yield* step(i)
    return { last, n }
  })

const parallel = (name: Workload) =>
  workflow({ name, ...settings }, async function* () {
    const results = yield* all(Array.from({ length: workloads[name] }, (_, i) => step(i)))
    return { last: results.at(-1), n: results.length }
  })

/** The workloads as workflows. */
export const workflows = {
  hello: serial('hello'),
  serial3: serial('serial3'),
  serial100: serial('serial100'),
  par5: parallel('par5'),
  fan1000: parallel('fan1000'),
} satisfies Record<Workload, unknown>

/** The options of the worker, besides its port. All others have their defaults. */
export const workerOptions = {
  domain,
  taskList,
  workflows: Object.values(workflows),
  activities: impl,
  concurrency: 100,
  logger: consoleLogger({ level: 'warn' }),
} as const
