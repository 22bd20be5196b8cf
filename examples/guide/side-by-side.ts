import {
  activities,
  all,
  allSettled,
  any,
  continueAsNew,
  fork,
  isReyieldError,
  map,
  race,
  timeout,
  workflow,
} from '@reyield/workflow'

const impl = {
  async quote({ shop, part }: { shop: string; part: string }): Promise<number> {
    if (shop === 'closed') throw new Error(`${shop} has no ${part}`)
    return shop.length * part.length
  },
  async resize(file: string): Promise<number> {
    if (file.endsWith('.txt')) throw new TypeError(`${file} isn't a picture`)
    return file.length
  },
  async ping(_: string): Promise<void> {},
}
const { quote, resize, ping } = activities<typeof impl>({ startToClose: '1m' })

/** A helper is a generator. Workflows can await it or run it as a branch. */
async function* cheapest(part: string, shops: string[]) {
  const prices = yield* allSettled(shops.map(shop => quote({ shop, part })))
  return Math.min(...prices.flatMap(one => (one.status === 'fulfilled' ? [one.value] : [])))
}

export const compare = workflow(
  { name: 'compare', taskList: 'guide', executionStartToClose: '1h' },
  async function* (shops: string[]) {
    // a record or an array, of operations and generators: all must succeed
    const { wheel, bell } = yield* all({ wheel: cheapest('wheel', shops), bell: cheapest('bell', shops) })
    // the first that succeeds; open operations of the others are canceled in the same decision task
    const lamp = yield* any(shops.map(shop => quote({ shop, part: 'lamp' })))
    // the first that settles, whether it succeeds or fails
    const { winner } = yield* race({ here: quote({ shop: 'here', part: 'pump' }), there: ping('there') })
    // throws if it takes too long
    const frame = yield* timeout(cheapest('frame', shops), '10m')
    return { wheel, bell, lamp, frame, winner }
  },
)

/** Resizes any number of files, 50 at a time. One in ten may fail. */
export const album = workflow(
  { name: 'album', taskList: 'guide', executionStartToClose: '1 day' },
  async function* (files: string[]) {
    const outcomes = yield* map(files, file => resize(file), { concurrency: 50, tolerate: '10%' })
    return outcomes.filter(one => one.status === 'fulfilled').length
  },
)

/** Runs an activity beside the main work. */
export const watched = workflow(
  { name: 'watched', taskList: 'guide', executionStartToClose: '1h' },
  async function* (file: string) {
    const pinging = yield* fork(ping(file)) // runs from here on
    const size = yield* resize(file)
    yield* pinging.join() // or .cancel(); otherwise it is ended when the workflow returns
    return size
  },
)

export { impl as comparing }

/** Schedules all at once if the history has room. Otherwise some of them, and the rest in a new run. */
export const pings = workflow(
  { name: 'pings', taskList: 'guide', executionStartToClose: '1 day' },
  async function* (files: string[]) {
    try {
      yield* all(files.map(file => ping(file)))
    } catch (error) {
      if (!isReyieldError(error, 'HISTORY_BUDGET_EXCEEDED')) throw error
      yield* map(files.slice(0, 5000), file => ping(file))
      yield* continueAsNew(files.slice(5000))
    }
  },
)
