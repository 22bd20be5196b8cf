import { median, round, type Figure, type Measure } from '../../measure.ts'
import { consoleOf } from './files.ts'

const rounds = 9

/** How long the server of the console takes for a moment. */
export const moments: Measure = {
  name: 'console-moments',
  about:
    'an execution with 24,900 events in the console, over HTTP without a browser: the page of the run, and moments with variables, the median; ' +
    'floor: the same with 1,000 events',
  async run() {
    const { console, close } = await consoleOf([1000, 24_900])
    try {
      const [short, long] = [
        await timesOf(console.address, 1, 1000),
        await timesOf(console.address, 2, 24_900),
      ]
      return Object.entries(long).map(([at, value]): Figure => ({
        measure: 'console-moments',
        at,
        value: round(value),
        unit: 'ms',
        floor: round(short[at]!),
        ratio: round(value / short[at]!),
      }))
    } finally {
      await close()
    }
  },
}

async function timesOf(address: string, id: number, events: number): Promise<Record<string, number>> {
  const timed = async (path: string) => {
    const begin = performance.now()
    const response = await fetch(`${address}api/files/${id}${path}`)
    const body = (await response.json()) as { readonly error?: unknown }
    if (!response.ok || body.error !== undefined) throw new Error(JSON.stringify(body).slice(0, 500))
    return performance.now() - begin
  }
  const first = await timed('')
  const many = async (path: (round: number) => string) => {
    const found: number[] = []
    for (let times = 0; times < rounds; times++) found.push(await timed(path(times)))
    return median(found)
  }
  const late = events - 100
  return {
    'first page of the run': first,
    'page of the run': await many(() => ''),
    'all lines': await many(() => '/lines'),
    'moment near the end, from the start': await many(times => `/moment?at=${late - times}`), // each is before the last one
    'next event': await many(times => `/moment?at=${late + 1 + times}`),
    '50 events on, from the start of the last': await many(
      times => `/moment?at=${events - 800 + 50 * times}`,
    ),
    search: await many(() => '/search?text=Completed'),
  }
}
