import type { MetricDefinition } from './definition.ts'
import { Series } from './series.ts'

/** A value of a metric that is read when it's needed. */
export interface Reading {
  readonly labels: readonly string[]
  readonly value: number
}

/** A count that only grows. */
export class Counter {
  readonly definition: MetricDefinition
  readonly #series: Series<{ value: number }>

  constructor(definition: MetricDefinition) {
    this.definition = definition
    this.#series = new Series(definition.labels.length, () => ({ value: 0 }))
  }

  add(labels: readonly string[], count = 1): void {
    this.#series.of(labels).value += count
  }

  read(): Reading[] {
    return [...this.#series.all()].map(({ labels, state }) => ({ labels, value: state.value }))
  }
}

/** A figure that is read from others when it's needed: a gauge, or a counter that something else counts. */
export class Observed {
  readonly definition: MetricDefinition
  readonly #merge: (one: number, other: number) => number
  readonly #sources = new Set<() => readonly Reading[]>()
  /** What the sources of a counter had counted when they were removed. */
  readonly #before: Reading[] = []

  /** `merge`: the value of several readings with the same labels. Default: their sum. */
  constructor(definition: MetricDefinition, merge = (one: number, other: number) => one + other) {
    this.definition = definition
    this.#merge = merge
  }

  /** Adds a source of readings. Returns a function that removes it. */
  from(source: () => readonly Reading[]): () => void {
    this.#sources.add(source)
    return () => {
      if (!this.#sources.delete(source) || this.definition.type !== 'counter') return
      const before = this.#merged([...this.#before, ...source()])
      this.#before.splice(0, Infinity, ...before)
    }
  }

  read(): Reading[] {
    return this.#merged([...this.#before, ...[...this.#sources].flatMap(source => source())])
  }

  #merged(readings: readonly Reading[]): Reading[] {
    const series = new Series<{ value: number | undefined }>(this.definition.labels.length, () => ({
      value: undefined,
    }))
    for (const { labels, value } of readings) {
      const state = series.of(labels)
      state.value = state.value === undefined ? value : this.#merge(state.value, value)
    }
    return [...series.all()].map(({ labels, state }) => ({ labels, value: state.value! }))
  }
}

/** The distribution of values of one series. */
interface Distribution {
  /** How many values are in each bucket, and beyond the last one. */
  readonly counts: number[]
  sum: number
}

/** How values are distributed. */
export class Histogram {
  readonly definition: MetricDefinition
  readonly buckets: readonly number[]
  /** Called with each value as well. */
  forward: ((value: number, labels: readonly string[]) => void) | undefined
  readonly #series: Series<Distribution>

  constructor(definition: MetricDefinition) {
    this.definition = definition
    this.buckets = definition.buckets ?? []
    this.#series = new Series(definition.labels.length, () => ({
      counts: Array.from({ length: this.buckets.length + 1 }, () => 0),
      sum: 0,
    }))
  }

  record(labels: readonly string[], value: number): void {
    const { buckets } = this
    const state = this.#series.of(labels)
    let at = 0
    while (at < buckets.length && value > buckets[at]!) at++
    state.counts[at]!++
    state.sum += value
    this.forward?.(value, labels)
  }

  read(): { readonly labels: readonly string[]; readonly counts: readonly number[]; readonly sum: number }[] {
    return [...this.#series.all()].map(({ labels, state }) => ({ labels, ...state }))
  }
}

export type Metric = Counter | Observed | Histogram
