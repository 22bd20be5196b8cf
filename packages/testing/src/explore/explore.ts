import { faultSampler } from '@reyield/local'
import type { AnyWorkflow, WorkflowDefinition } from '@reyield/workflow'
import { UnknownSignalError, ImpossibleStepError } from '../simulator/errors.ts'
import { optionsOf, type MockSet, type OptionsOrFactory } from '../simulator/options.ts'
import { ScenarioRunner } from '../scenario/runner.ts'
import { ScenarioFailedError } from '../scenario/scenario-error.ts'
import type { ScenarioSetup } from '../scenario/state.ts'
import type { ExploreOptions } from './options.ts'
import { Recording } from './recording.ts'
import { Search, type Coverage } from './search.ts'
import { shrink } from './shrink.ts'

/** What an exploration has covered. */
export interface Exploration extends Coverage {
  /** Whether it ran all scenarios, except orderings that are equal for the workflow to one that it ran. */
  readonly complete: boolean
  /** How many random scenarios it ran past the bound `scenarios`. They may repeat earlier ones. */
  readonly sampled: number
  /** It ran all scenarios that deviate from the expected course at most this often. `Infinity` if `complete`. */
  readonly deviations: number
  /** The seed of the random scenarios. */
  readonly seed: number
}

/**
 * Runs all scenarios of a workflow: every order in which open operations can end. Activities complete, fail, time out
 * and are canceled; signals and a cancel request arrive; time passes. Your checks and the built-in ones run in each
 * scenario. The built-in ones: the workflow never gets stuck, its replays agree, and its history stays within SWF's
 * limit.
 *
 * Scenarios that deviate least from the expected course run first. Past the bound `scenarios`, random ones are sampled
 * with a seed. A scenario with a failed check is shortened.
 *
 * @throws ScenarioFailedError (SCENARIO_FAILED) with the shortest scenario; MissingMockError (MOCK_MISSING);
 * UnknownSignalError (SIGNAL_UNKNOWN) and ImpossibleStepError (STEP_IMPOSSIBLE) if the options name a signal or an
 * operation that never occurs; InvalidOptionError (OPTION_INVALID) if `record` can't be written
 * @example
 * ```ts
 * const covered = await explore(order, { id: '7' }, {
 *   activities: { charge: async () => 'receipt', ship: async () => 'parcel', refund: async () => undefined },
 *   finally: {
 *     'a receipt is refunded or the order shipped': ({ done }) =>
 *       done(charge).length <= done(refund).length + done(ship).length,
 *   },
 * })
 * expect(covered.complete).toBe(true)
 * ```
 */
export async function explore<Input, Result>(
  workflow: WorkflowDefinition<Input, Result>,
  input: NoInfer<Input>,
  options: OptionsOrFactory<ExploreOptions> = {},
): Promise<Exploration> {
  const setup: ScenarioSetup = { workflow, input, options }
  const chosen = optionsOf(options)
  const {
    scenarios = 20_000,
    samples = 1000,
    seed = 1,
    steps = 500,
    reduction = typeof options !== 'function',
  } = chosen
  const recording = chosen.record === undefined || chosen.record === false ? undefined : new Recording()
  const search = new Search(setup, { scenarios, steps, reduction }, recording)
  const failed = await search.run()
  if (failed !== undefined) throw await shortened(setup, failed, steps, '')
  checkNames(chosen, search, workflow.name)
  let sampled = 0
  if (!search.complete) {
    const source = faultSampler({ seed }) // the local SWF's faults use the same source of random numbers
    const choose = (below: number) => Math.floor(source.random() * below)
    for (; sampled < samples; sampled++) {
      const runner = await sample(setup, choose, steps)
      if (runner.state.failure !== undefined)
        throw await shortened(setup, runner, steps, `, sampled with seed ${seed}`)
      recording?.add(runner.view.history)
    }
  }
  recording?.write(workflow, chosen)
  const { complete, coverage } = search
  return { complete, ...coverage, sampled, deviations: complete ? Infinity : search.levels, seed }
}

/** Rejects names in the options that no scenario has come to: they are misspelled, and nothing of them was explored. */
function checkNames(options: ExploreOptions, { asked, names }: Search, workflow: string): void {
  const { signals = [], outcomes = {}, activities, children, lambdas } = options
  const mocked = [activities, children, lambdas].flatMap(namesIn)
  const signal = signals.find(({ name }) => !asked.has(name))
  if (signal !== undefined) throw new UnknownSignalError(workflow, signal.name, [...asked])
  const name = Object.keys(outcomes).find(one => !names.has(one) && !mocked.includes(one))
  if (name === undefined) return
  const why =
    'no scenario has an activity, child or Lambda function of this name, and no mock has it. Names that occurred:'
  throw new ImpossibleStepError(`outcomes.${name}`, `${why} ${[...names].join(', ') || 'nothing'}`, [])
}

const namesIn = (parts: MockSet<AnyWorkflow> = {}): readonly string[] =>
  Array.isArray(parts) ? parts.map(({ name }: { name: string }) => name) : Object.keys(parts)

async function shortened(
  setup: ScenarioSetup,
  failed: ScenarioRunner,
  steps: number,
  note: string,
): Promise<ScenarioFailedError> {
  const shortest = await shrink(setup, failed, steps)
  const before = failed.state.steps.length
  const shorter = shortest.state.steps.length < before ? `, shortened from ${before}` : ''
  return new ScenarioFailedError(shortest, shortest.state.failure!, shorter + note)
}

/** Runs one random scenario. Half of its steps are the expected ones. */
async function sample(
  setup: ScenarioSetup,
  choose: (below: number) => number,
  longest: number,
): Promise<ScenarioRunner> {
  const runner = await ScenarioRunner.begin(setup)
  await runner.runToEnd(longest, steps => steps[choose(2) === 0 ? 0 : choose(steps.length)]!)
  return runner
}
