/** One figure, as `--json` prints it. */
export interface Figure {
  readonly measure: string
  /** What was varied: `activities=1000`. */
  readonly at: string
  readonly value: number
  readonly unit: string
  /** The same work without us, measured in the same run. */
  readonly floor?: number
  /** value / floor for times, floor / value for rates: 1 is the floor itself, more is worse. */
  readonly ratio?: number
  /** Another engine, measured in the same run. */
  readonly peer?: string
}

/** What the command line asks of every measure. */
export interface MeasureOptions {
  /** Other engines beside ours. */
  readonly peers: boolean
}

/** A benchmark: a file in `measures/`. */
export interface Measure {
  readonly name: string
  /** What is measured and how, in a sentence. */
  readonly about: string
  run(options: MeasureOptions): Promise<Figure[]>
}

/** The median of an odd or even number of values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Milliseconds that each of some rounds takes, after as many that aren't counted; the median. */
export async function time(rounds: number, round: () => Promise<unknown>): Promise<number> {
  for (let i = 0; i < rounds; i++) await round()
  const times: number[] = []
  for (let i = 0; i < rounds; i++) {
    const begin = performance.now()
    await round()
    times.push(performance.now() - begin)
  }
  return median(times)
}

/** Three significant digits. */
export const round = (value: number): number => Number(value.toPrecision(3))
