import {
  activities,
  cancelExternal,
  child,
  continueAsNew,
  info,
  isReyieldError,
  lambda,
  map,
  race,
  signal,
  signalExternal,
  sleep,
  startChild,
  workflow,
} from '@reyield/workflow'

const impl = {
  async print(page: number): Promise<string> {
    if (page === 13) throw new RangeError('page 13 is cursed')
    return `p${page}`
  },
}
const { print } = activities<typeof impl>({ startToClose: '1m' })

export const chapter = workflow(
  { name: 'chapter', taskList: 'guide', executionStartToClose: '1 day' },
  async function* (pages: number[]) {
    return yield* map(pages, page => print(page), { concurrency: 10 })
  },
)

/** A child is an execution of its own, with its own history of up to 25,000 events, its own timeout and its own workflow id. */
export const book = workflow(
  { name: 'book', taskList: 'guide', executionStartToClose: '7 days' },
  async function* (chapters: number[][]) {
    try {
      const printed = yield* map(chapters, pages => child(chapter, pages, { tags: ['book'] }))
      return printed.flat().join(' ')
    } catch (error) {
      if (isReyieldError(error, 'CHILD_FAILED')) return `failed: ${(error.cause as Error).message}`
      throw error
    }
  },
)

export const changed = signal<string>('changed')

export const parcel = workflow(
  { name: 'parcel', taskList: 'guide', executionStartToClose: '30 days' },
  async function* (address: string) {
    const late = yield* race({ changed, sent: sleep('1h') })
    return `sent to ${late.winner === 'changed' ? late.value : address}`
  },
)

/** Starts a child that runs beside this workflow, which can signal it, cancel it and wait for it. */
export const shop = workflow(
  { name: 'shop', taskList: 'guide', executionStartToClose: '30 days' },
  async function* (address: string) {
    const sending = yield* startChild(parcel, address)
    yield* sending.signal(changed, 'the neighbor')
    return yield* sending.result()
  },
)

/** Signals and cancels other executions of the domain. */
export const helpdesk = workflow(
  { name: 'helpdesk', taskList: 'guide', executionStartToClose: '1h' },
  async function* ({ redirect, stop }: { redirect: string; stop: string }) {
    yield* signalExternal({ workflowId: redirect }, changed, 'the office')
    try {
      yield* cancelExternal({ workflowId: stop })
      return 'both reached'
    } catch (error) {
      if (isReyieldError(error, 'EXTERNAL_CANCEL_FAILED')) return error.swfCause
      throw error
    }
  },
)

export const add = signal<number>('add')

/** Can run forever: each run counts for a while, then continues as new with an empty history and the same workflow id. */
export const counter = workflow(
  { name: 'counter', taskList: 'guide', executionStartToClose: '30 days' },
  async function* ({ total, rounds }: { total: number; rounds: number }) {
    for (let received = 0; received < 2; received++) total += yield* add
    if (rounds > 1) yield* continueAsNew({ total, rounds: rounds - 1 }) // signals that weren't received are passed on
    return { total, eventsLeft: (yield* info()).eventsLeft }
  },
)

/** SWF calls a Lambda function itself. This needs no worker, but a role of the execution. */
export const thumbnail = workflow(
  { name: 'thumbnail', taskList: 'guide', executionStartToClose: '1h' },
  async function* (url: string) {
    const { width } = yield* lambda<{ width: number }>('measure', { url }, { startToClose: '30s' })
    return width
  },
)

export { impl as printing }
