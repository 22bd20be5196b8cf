import { advance, canSwap, type StepEffect } from './advance.ts'
import { nextSteps } from './go-on.ts'
import { keyOf, type Step } from './step.ts'
import { ScenarioRunner, type ScenarioState, type ScenarioSetup } from './scenario-runner.ts'

/** A step that is still to be taken from a state. */
interface Turn {
  readonly state: ScenarioState
  readonly step: Step
  /** Steps that need not be taken right behind it: the orders that they lead to are told elsewhere. */
  readonly asleep: ReadonlyMap<string, StepEffect>
  /** Steps from the same state whose stories are told before this one's. */
  readonly earlier: readonly string[]
  /** Of the same state: how those that were taken went by. */
  readonly effect: Map<string, StepEffect>
}

/** What was told. */
export interface Tally {
  scenarios: number
  steps: number
  /** Stories broken off because another order of the same events is told. */
  reordered: number
  longest: number
  readonly closeStatuses: Record<string, number>
  readonly unread: Record<string, number>
  readonly warnings: Record<string, number>
  /** Names of signals that the workflow has asked for. */
  readonly asked: Set<string>
  /** Names of activities, children and Lambda functions that came. */
  readonly names: Set<string>
}

/** How far a search goes. */
export interface SearchBounds {
  readonly scenarios: number
  readonly steps: number
  readonly reduction: boolean
}

/**
 * Tells all stories, those that leave the expected course least often first: level n has those that leave it n times. Orders
 * of silent steps are told once (sleep sets): of two silent steps that can be swapped, the one that stands behind in the
 * list of what can happen isn't followed by the other.
 */
export class Search {
  readonly #setup: ScenarioSetup
  readonly #bounds: SearchBounds
  readonly tally: Tally = {
    scenarios: 0,
    steps: 0,
    reordered: 0,
    longest: 0,
    closeStatuses: {},
    unread: {},
    warnings: {},
    asked: new Set(),
    names: new Set(),
  }
  #next: Turn[] = []
  /** All stories that leave the expected course at most so often are told. */
  levels = 0
  complete = false

  constructor(setup: ScenarioSetup, bounds: SearchBounds) {
    this.#setup = setup
    this.#bounds = bounds
  }

  /** Tells stories; gives the first in which something doesn't hold. */
  async run(): Promise<ScenarioRunner | undefined> {
    const first = await ScenarioRunner.begin(this.#setup)
    const failed = await this.#follow(first, new Map())
    if (failed !== undefined) return failed
    for (this.levels = 0; this.#next.length > 0; this.levels++) {
      const level = this.#next.reverse()
      this.#next = []
      // taken away one by one: what is told needs no place any more
      for (let turn = level.pop(); turn !== undefined; turn = level.pop()) {
        if (this.tally.scenarios >= this.#bounds.scenarios) return undefined
        const failed = await this.#take(turn)
        if (failed !== undefined) return failed
      }
    }
    this.complete = true
    return undefined
  }

  async #take({ state, step, asleep, earlier, effect }: Turn): Promise<ScenarioRunner | undefined> {
    const runner = await ScenarioRunner.resume(this.#setup, state)
    const own = await this.#advance(runner, step)
    effect.set(keyOf(step), own)
    const next = new Map(asleep)
    for (const key of earlier) {
      const other = effect.get(key)
      if (other !== undefined) next.set(key, other)
    }
    return this.#follow(runner, stillAsleep(next, own))
  }

  async #advance(runner: ScenarioRunner, step: Step): Promise<StepEffect> {
    this.tally.steps++
    const effect = await advance(runner, step)
    return this.#bounds.reduction ? effect : 'visible'
  }

  /** Goes on as expected; what can happen otherwise is put down for the next level. */
  async #follow(
    runner: ScenarioRunner,
    begin: ReadonlyMap<string, StepEffect>,
  ): Promise<ScenarioRunner | undefined> {
    let asleep = begin
    for (;;) {
      const steps = nextSteps(runner, this.#bounds.steps)
      if (steps.length === 0) return this.#ended(runner)
      const [expected] = steps
      const awake = steps.filter(step => !asleep.has(keyOf(step)))
      const effect = new Map<string, StepEffect>()
      if (awake.length === 0) {
        this.tally.reordered++
        return undefined
      }
      if (awake.length > 1 || awake[0] !== expected) {
        const state = runner.state()
        const keys = awake.map(keyOf)
        for (const [index, step] of awake.entries()) {
          if (step === expected) continue
          this.#next.push({ state, step, asleep, earlier: keys.slice(0, index), effect })
        }
      }
      if (awake[0] !== expected) return undefined
      const own = await this.#advance(runner, expected!)
      effect.set(keyOf(expected!), own)
      asleep = stillAsleep(asleep, own)
    }
  }

  #ended(runner: ScenarioRunner): ScenarioRunner | undefined {
    const { tally } = this
    if (runner.failure !== undefined) return runner
    tally.scenarios++
    tally.longest = Math.max(tally.longest, runner.steps.length)
    const { closeStatus = 'OPEN', unread, warnings } = runner.view
    count(tally.closeStatuses, closeStatus)
    for (const name of runner.report?.asked ?? []) tally.asked.add(name)
    for (const name of runner.names) tally.names.add(name)
    for (const warning of warnings) count(tally.warnings, warning)
    for (const { signal } of unread) count(tally.unread, signal)
    return undefined
  }
}

/** Those that can be swapped with a step stay asleep behind it. */
function stillAsleep(
  asleep: ReadonlyMap<string, StepEffect>,
  step: StepEffect,
): ReadonlyMap<string, StepEffect> {
  return new Map([...asleep].filter(([, effect]) => canSwap(effect, step)))
}

/** One more of these. */
function count(tally: Record<string, number>, what: string): void {
  tally[what] = (tally[what] ?? 0) + 1
}
