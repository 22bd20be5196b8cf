import {
  activities,
  child,
  continueAsNew,
  info,
  map,
  sleep,
  timeout,
  workflow,
  type WorkflowDefinition,
} from '@reyield/workflow'

const impl = {
  startExport: async (month: string): Promise<string> => `export of ${month}`,
  stateOf: async (_job: string): Promise<'running' | 'done' | 'failed'> => 'done',
  newFiles: async (after: string): Promise<string[]> => (after < 'b' ? ['a', 'b'] : []),
  importFile: async (_file: string): Promise<void> => {},
  importItem: async (_item: number): Promise<void> => {},
}
const { startExport, stateOf, newFiles, importFile, importItem } = activities<typeof impl>({
  startToClose: '1m',
  retry: { maximumAttempts: 10 },
})

/** Asks how a job is going, first after ten seconds, then less and less often, at last every ten minutes. */
async function* untilDone(job: string): AsyncGenerator<unknown, 'done' | 'failed'> {
  for (let pause = 10; ; pause = Math.min(pause * 2, 600)) {
    yield* sleep(`${pause}s`)
    const state = yield* stateOf(job)
    if (state !== 'running') return state
  }
}

/** Has another system export the orders of a month, and waits for it for at most two days. */
export const monthlyExport = workflow(
  { name: 'monthlyExport', taskList: 'guide', executionStartToClose: '7 days' },
  async function* (month: string) {
    const job = yield* startExport(month)
    return yield* timeout(untilDone(job), '2 days')
  },
)

/** Imports files as they arrive, for years. */
export const inbox = workflow(
  { name: 'inbox', taskList: 'guide', executionStartToClose: '60 days' },
  async function* (last: string) {
    while ((yield* info()).eventsLeft > 15_000) {
      const files = yield* newFiles(last)
      yield* map(files, file => importFile(file), { concurrency: 10 })
      last = files.at(-1) ?? last
      yield* sleep('1m')
    }
    return yield* continueAsNew(last)
  },
)

/** Items by their numbers: from the first, up to the one before `to`. */
interface Items {
  readonly from: number
  readonly to: number
  /** How many items a child does, and how many children an execution has: 100, say. */
  readonly width: number
}

/** Imports any number of items. Few of them it imports itself. For many, it starts children, which do the same. */
export const importAll: WorkflowDefinition<Items, number> = workflow(
  { name: 'importAll', taskList: 'guide', executionStartToClose: '7 days' },
  async function* ({ from, to, width }: Items): AsyncGenerator<unknown, number> {
    const size = to - from <= width ? 1 : Math.max(width, Math.ceil((to - from) / width))
    const starts = Array.from({ length: Math.ceil((to - from) / size) }, (_, nth) => from + nth * size)
    if (size === 1) {
      yield* map(starts, item => importItem(item))
      return starts.length
    }
    const counts = yield* map(
      starts,
      start => child(importAll, { from: start, to: Math.min(start + size, to), width }),
      { concurrency: 4 },
    )
    return counts.reduce((sum, count) => sum + count, 0)
  },
)

export { impl as importing }
