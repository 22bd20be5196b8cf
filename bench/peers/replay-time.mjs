import { median, round } from '../dist/measure.js'

/** The median time of a replay, divided by its activities. The first quarter of the replays warms up. */
export async function microsecondsPerActivity(count, prepare, replay) {
  const times = []
  const begin = performance.now()
  while (times.length < 4 || (times.length < 300 && performance.now() - begin < 3000)) {
    const prepared = prepare()
    const start = performance.now()
    await replay(prepared)
    times.push(performance.now() - start)
  }
  return round((median(times.slice(times.length >> 2)) * 1000) / count)
}
