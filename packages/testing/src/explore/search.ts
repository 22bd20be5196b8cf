import { ScenarioRunner } from '../scenario/runner.ts'
import type { ScenarioSetup, ScenarioState } from '../scenario/state.ts'
import type { Step } from '../scenario/step.ts'
import { keyOf } from '../scenario/steps/table.ts'
import type { ScenarioView } from '../scenario/view.ts'
import type { Recording } from './recording.ts'
import { canSwap, takeWithEffect, type StepEffect } from './effect.ts'

/** A step that is still to be taken from a state. */
interface Turn {
  readonly state: ScenarioState
  readonly step: Step
  /**
   * The sleep set: steps that need not be taken right after this one, because the resulting orderings run elsewhere.
   */
  readonly asleep: ReadonlyMap<string, StepEffect>
  /** Steps from the same state whose scenarios run before those of this step. */
  readonly earlier: readonly string[]
  /** The effects of the steps that were already taken from the same state. */
  readonly effect: Map<string, StepEffect>
}

/** Counts of the scenarios that ran. */
export interface Coverage {
  /** How many different scenarios ran from start to end. */
  readonly scenarios: number
  /** How many scenarios were stopped early, because another ordering of the same events ran. */
  readonly reordered: number
  /** How many steps were taken in all. After each one the workflow decided. */
  readonly steps: number
  /** How many steps the longest scenario has. */
  readonly longest: number
  /**
   * How many scenarios ended with each close status of SWF. `OPEN`: the execution waits for something in `mayWaitFor`.
   */
  readonly closeStatuses: Readonly<Record<string, number>>
  /** In how many scenarios a signal was left unread at the end, by its name. */
  readonly unread: Readonly<Record<string, number>>
  /** The warnings that a worker would log, and in how many scenarios each occurred. */
  readonly warnings: Readonly<Record<string, number>>
}

/** How far a search goes. */
export interface SearchBounds {
  readonly scenarios: number
  readonly steps: number
  readonly reduction: boolean
}

/**
 * Runs all scenarios, level by level: level n has those that deviate n times from the expected course. Orderings of
 * invisible steps run once. This uses sleep sets, a standard method of partial-order reduction: if two invisible steps
 * can be swapped, the later one in the list of possible steps isn't followed by the earlier one.
 */
export class Search {
  readonly #setup: ScenarioSetup
  readonly #bounds: SearchBounds
  readonly #recording: Recording | undefined
  readonly coverage = {
    scenarios: 0,
    reordered: 0,
    steps: 0,
    longest: 0,
    closeStatuses: {} as Record<string, number>,
    unread: {} as Record<string, number>,
    warnings: {} as Record<string, number>,
  } satisfies Coverage
  /** Names of the signals that the workflow has asked for. */
  readonly asked = new Set<string>()
  /** Names of the activities, children and Lambda functions that occurred. */
  readonly names = new Set<string>()
  #next: Turn[] = []
  /** All scenarios that deviate at most this often have run. */
  levels = 0
  complete = false

  /** `recording` keeps histories, if it's there. */
  constructor(setup: ScenarioSetup, bounds: SearchBounds, recording: Recording | undefined) {
    this.#setup = setup
    this.#bounds = bounds
    this.#recording = recording
  }

  /** Runs scenarios. Returns the first one in which a check failed. */
  async run(): Promise<ScenarioRunner | undefined> {
    const first = await ScenarioRunner.begin(this.#setup)
    const failed = await this.#follow(first, new Map())
    if (failed !== undefined) return failed
    for (this.levels = 0; this.#next.length > 0; this.levels++) {
      const level = this.#next.reverse()
      this.#next = []
      // removing each entry before it runs frees its state afterwards
      for (let turn = level.pop(); turn !== undefined; turn = level.pop()) {
        if (this.coverage.scenarios >= this.#bounds.scenarios) return undefined
        const failed = await this.#take(turn)
        if (failed !== undefined) return failed
      }
    }
    this.complete = true
    return undefined
  }

  async #take({ state, step, asleep, earlier, effect }: Turn): Promise<ScenarioRunner | undefined> {
    const runner = await ScenarioRunner.resume(this.#setup, state)
    const own = await this.#step(runner, step)
    effect.set(keyOf(step), own)
    const next = new Map(asleep)
    for (const key of earlier) {
      const other = effect.get(key)
      if (other !== undefined) next.set(key, other)
    }
    return this.#follow(runner, sleepingAfter(next, own))
  }

  async #step(runner: ScenarioRunner, step: Step): Promise<StepEffect> {
    this.coverage.steps++
    const effect = await takeWithEffect(runner, step)
    return this.#bounds.reduction ? effect : 'visible'
  }

  /** Continues with the expected steps, and queues all deviations from them for the next level. */
  async #follow(
    runner: ScenarioRunner,
    begin: ReadonlyMap<string, StepEffect>,
  ): Promise<ScenarioRunner | undefined> {
    let asleep = begin
    for (;;) {
      const steps = runner.next(this.#bounds.steps)
      if (steps.length === 0) return this.#ended(runner)
      const [expected] = steps
      const open = steps.filter(step => !asleep.has(keyOf(step)))
      const effect = new Map<string, StepEffect>()
      if (open.length === 0) {
        this.coverage.reordered++
        return undefined
      }
      if (open.length > 1 || open[0] !== expected) {
        const { state } = runner
        const keys = open.map(keyOf)
        for (const [index, step] of open.entries()) {
          if (step === expected) continue
          this.#next.push({ state, step, asleep, earlier: keys.slice(0, index), effect })
        }
      }
      if (open[0] !== expected) return undefined
      const own = await this.#step(runner, expected!)
      effect.set(keyOf(expected!), own)
      asleep = sleepingAfter(asleep, own)
    }
  }

  #ended(runner: ScenarioRunner): ScenarioRunner | undefined {
    const { coverage } = this
    if (runner.state.failure !== undefined) return runner
    coverage.scenarios++
    coverage.longest = Math.max(coverage.longest, runner.state.steps.length)
    const { closeStatus = 'OPEN', unread, warnings, history } = runner.view
    this.#recording?.add(history)
    count(coverage.closeStatuses, closeStatus)
    for (const name of runner.simulator.report?.asked ?? []) this.asked.add(name)
    for (const name of namesIn(history)) this.names.add(name)
    for (const warning of warnings) count(coverage.warnings, warning)
    for (const { signal } of unread) count(coverage.unread, signal)
    return undefined
  }
}

/** The names of the activities, children and Lambda functions that have occurred. */
const namesIn = ({ events }: ScenarioView['history']): string[] =>
  events.flatMap(event => {
    const { name } =
      event.activityTaskScheduledEventAttributes?.activityType ??
      event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowType ??
      event.lambdaFunctionScheduledEventAttributes ??
      {}
    return name === undefined ? [] : [name]
  })

/** The steps of a sleep set that stay in it after a step: those that can be swapped with the step. */
function sleepingAfter(
  asleep: ReadonlyMap<string, StepEffect>,
  step: StepEffect,
): ReadonlyMap<string, StepEffect> {
  return new Map([...asleep].filter(([, effect]) => canSwap(effect, step)))
}

/** Counts one more. */
function count(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1
}
