import { advance, canSwap, type Noise } from './advance.ts'
import { nextSteps } from './go-on.ts'
import { keyOf, type Step } from './step.ts'
import { Teller, type Moment, type Premise } from './teller.ts'

/** A step that is still to be taken from a moment. */
interface Turn {
  readonly moment: Moment
  readonly step: Step
  /** Steps that need not be taken right behind it: the orders that they lead to are told elsewhere. */
  readonly asleep: ReadonlyMap<string, Noise>
  /** Steps from the same moment whose stories are told before this one's. */
  readonly earlier: readonly string[]
  /** Of the same moment: how those that were taken went by. */
  readonly noise: Map<string, Noise>
}

/** What was told. */
export interface Tally {
  stories: number
  steps: number
  /** Stories broken off because another order of the same events is told. */
  reordered: number
  longest: number
  readonly endings: Record<string, number>
  readonly unread: Record<string, number>
  readonly warnings: Record<string, number>
  /** Names of signals that the workflow has asked for. */
  readonly asked: Set<string>
  /** Names of activities, children and Lambda functions that came. */
  readonly names: Set<string>
}

/** How far a search goes. */
export interface SearchBounds {
  readonly stories: number
  readonly steps: number
  readonly reduction: boolean
}

/**
 * Tells all stories, those that leave the expected course least often first: level n has those that leave it n times. Orders
 * of silent steps are told once (sleep sets): of two silent steps that can be swapped, the one that stands behind in the
 * list of what can happen isn't followed by the other.
 */
export class Search {
  readonly #premise: Premise
  readonly #bounds: SearchBounds
  readonly tally: Tally = {
    stories: 0,
    steps: 0,
    reordered: 0,
    longest: 0,
    endings: {},
    unread: {},
    warnings: {},
    asked: new Set(),
    names: new Set(),
  }
  #next: Turn[] = []
  /** All stories that leave the expected course at most so often are told. */
  levels = 0
  complete = false

  constructor(premise: Premise, bounds: SearchBounds) {
    this.#premise = premise
    this.#bounds = bounds
  }

  /** Tells stories; gives the first in which something doesn't hold. */
  async run(): Promise<Teller | undefined> {
    const first = await Teller.begin(this.#premise)
    const failed = await this.#follow(first, new Map())
    if (failed !== undefined) return failed
    for (this.levels = 0; this.#next.length > 0; this.levels++) {
      const level = this.#next.reverse()
      this.#next = []
      // taken away one by one: what is told needs no place any more
      for (let turn = level.pop(); turn !== undefined; turn = level.pop()) {
        if (this.tally.stories >= this.#bounds.stories) return undefined
        const failed = await this.#take(turn)
        if (failed !== undefined) return failed
      }
    }
    this.complete = true
    return undefined
  }

  async #take({ moment, step, asleep, earlier, noise }: Turn): Promise<Teller | undefined> {
    const teller = await Teller.resume(this.#premise, moment)
    const own = await this.#advance(teller, step)
    noise.set(keyOf(step), own)
    const next = new Map(asleep)
    for (const key of earlier) {
      const other = noise.get(key)
      if (other !== undefined) next.set(key, other)
    }
    return this.#follow(teller, stillAsleep(next, own))
  }

  async #advance(teller: Teller, step: Step): Promise<Noise> {
    this.tally.steps++
    const noise = await advance(teller, step)
    return this.#bounds.reduction ? noise : 'loud'
  }

  /** Goes on as expected; what can happen otherwise is put down for the next level. */
  async #follow(teller: Teller, begin: ReadonlyMap<string, Noise>): Promise<Teller | undefined> {
    let asleep = begin
    for (;;) {
      const steps = nextSteps(teller, this.#bounds.steps)
      if (steps.length === 0) return this.#ended(teller)
      const [expected] = steps
      const awake = steps.filter(step => !asleep.has(keyOf(step)))
      const noise = new Map<string, Noise>()
      if (awake.length === 0) {
        this.tally.reordered++
        return undefined
      }
      if (awake.length > 1 || awake[0] !== expected) {
        const moment = teller.moment()
        const keys = awake.map(keyOf)
        for (const [index, step] of awake.entries()) {
          if (step === expected) continue
          this.#next.push({ moment, step, asleep, earlier: keys.slice(0, index), noise })
        }
      }
      if (awake[0] !== expected) return undefined
      const own = await this.#advance(teller, expected!)
      noise.set(keyOf(expected!), own)
      asleep = stillAsleep(asleep, own)
    }
  }

  #ended(teller: Teller): Teller | undefined {
    const { tally } = this
    if (teller.failure !== undefined) return teller
    tally.stories++
    tally.longest = Math.max(tally.longest, teller.steps.length)
    const { closeStatus = 'OPEN', unread, warnings } = teller.view
    count(tally.endings, closeStatus)
    for (const name of teller.report?.asked ?? []) tally.asked.add(name)
    for (const name of teller.names) tally.names.add(name)
    for (const warning of warnings) count(tally.warnings, warning)
    for (const { signal } of unread) count(tally.unread, signal)
    return undefined
  }
}

/** Those that can be swapped with a step stay asleep behind it. */
function stillAsleep(asleep: ReadonlyMap<string, Noise>, step: Noise): ReadonlyMap<string, Noise> {
  return new Map([...asleep].filter(([, noise]) => canSwap(noise, step)))
}

/** One more of these. */
function count(tally: Record<string, number>, what: string): void {
  tally[what] = (tally[what] ?? 0) + 1
}
