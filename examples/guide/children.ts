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

/** A child is an execution of its own: its own history of 25,000 events, its own deadline, its own entry in lists. */
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

/** Started apart: it goes on beside this workflow, and can be signaled, canceled and waited for. */
export const shop = workflow(
  { name: 'shop', taskList: 'guide', executionStartToClose: '30 days' },
  async function* (address: string) {
    const sending = yield* startChild(parcel, address)
    yield* sending.signal(changed, 'the neighbor')
    return yield* sending.result()
  },
)

/** Other executions of the domain, whoever has started them. */
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

/** Runs for ever: each run counts to its end, then begins anew with an empty history and the same workflow id. */
export const counter = workflow(
  { name: 'counter', taskList: 'guide', executionStartToClose: '30 days' },
  async function* ({ total, rounds }: { total: number; rounds: number }) {
    for (let received = 0; received < 2; received++) total += yield* add
    if (rounds > 1) yield* continueAsNew({ total, rounds: rounds - 1 }) // signals that have come are carried over
    return { total, eventsLeft: (yield* info()).eventsLeft }
  },
)

/** A Lambda function is called by SWF itself: no worker is needed, and the execution needs a role. */
export const thumbnail = workflow(
  { name: 'thumbnail', taskList: 'guide', executionStartToClose: '1h' },
  async function* (url: string) {
    const { width } = yield* lambda<{ width: number }>('measure', { url }, { startToClose: '30s' })
    return width
  },
)

export { impl as printing }
