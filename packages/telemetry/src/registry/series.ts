/** The most series of a metric. Types, lists and codes are few; names that are made of ids would be without end. */
const mostSeries = 500

/** The value of every label of the series that has what is beyond them. */
export const beyond = 'other'

/** The series of one metric, by the values of its labels. */
export class Series<State> {
  readonly #make: () => State
  readonly #count: number
  readonly #byKey = new Map<string, { readonly labels: readonly string[]; readonly state: State }>()

  /** `count`: how many labels there are. */
  constructor(count: number, make: () => State) {
    this.#count = count
    this.#make = make
  }

  /** The state of a series, which is made if it's new. Beyond 500 series there is one more, with labels `other`. */
  of(labels: readonly string[]): State {
    const key = labels.length === 1 ? labels[0]! : labels.join('\u0000')
    const found = this.#byKey.get(key)
    if (found !== undefined) return found.state
    if (this.#byKey.size >= mostSeries && labels.some(label => label !== beyond)) {
      return this.of(Array.from({ length: this.#count }, () => beyond))
    }
    const made = { labels: [...labels], state: this.#make() }
    this.#byKey.set(key, made)
    return made.state
  }

  all(): Iterable<{ readonly labels: readonly string[]; readonly state: State }> {
    return this.#byKey.values()
  }
}
