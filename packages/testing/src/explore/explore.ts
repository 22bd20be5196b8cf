import { faultSampler } from '@reyield/local'
import type { AnyWorkflow, WorkflowDefinition } from '@reyield/workflow'
import { UnknownSignalError, ImpossibleStepError } from '../simulator/errors.ts'
import type { MockSet } from '../simulator/options.ts'
import { goOn } from './go-on.ts'
import { optionsOf, type ExploreOptions, type OptionsOrFactory } from './options.ts'
import { Search } from './search.ts'
import { shrink } from './shrink.ts'
import { ScenarioFailedError } from './scenario-error.ts'
import { ScenarioRunner, type ScenarioSetup } from './scenario-runner.ts'

/** What an exploration has covered. */
export interface Exploration {
  /** Whether all stories were told, or are reorderings of told ones that the workflow can't tell apart. */
  readonly complete: boolean
  /** Stories told from beginning to end, all different. */
  readonly scenarios: number
  /** Beginnings that were broken off because another order of the same events is told. */
  readonly reordered: number
  /** Stories drawn past the bound; some may have been told. */
  readonly sampled: number
  /** All stories were told that leave the expected course at most so often; `Infinity` if `complete`. */
  readonly deviations: number
  /** Steps taken in all, each with the decisions behind it. */
  readonly steps: number
  /** Steps of the longest story. */
  readonly longest: number
  /** Stories by how the execution closed, in SWF's words; `OPEN`: it waits for what it may wait for. */
  readonly closeStatuses: Readonly<Record<string, number>>
  /** In how many stories a signal was left unread at the end, by its name. */
  readonly unread: Readonly<Record<string, number>>
  /** What a worker would log as warnings, and in how many stories. */
  readonly warnings: Readonly<Record<string, number>>
  /** Of the drawing. */
  readonly seed: number
}

/**
 * Tells all stories of a workflow: every order in which what is open can end (activities complete, fail, time out, are
 * canceled; signals and a cancel request come; time passes). In each of them the checks must hold, yours and ours: the
 * workflow is never stuck, its replays agree, its history stays within SWF's limit. Those that leave the expected course least
 * come first; past the bound they are drawn by a seed. A story in which something doesn't hold is shortened.
 *
 * @throws ScenarioFailedError (SCENARIO_FAILED) with the shortest story; MissingMockError (MOCK_MISSING),
 * UnknownSignalError (SIGNAL_UNKNOWN), ImpossibleStepError (STEP_IMPOSSIBLE) for a world that speaks of what never comes
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
  const { chosen, own } = optionsOf(options)
  const { scenarios = 20_000, samples = 1000, seed = 1, steps = 500, reduction = !own } = chosen
  const search = new Search(setup, { scenarios, steps, reduction })
  const failed = await search.run()
  if (failed !== undefined) throw await shortened(setup, failed, steps, '')
  checkNames(chosen, search, workflow.name)
  let sampled = 0
  if (!search.complete) {
    const source = faultSampler({ seed }) // as the local SWF draws its faults
    const choose = (below: number) => Math.floor(source.random() * below)
    for (; sampled < samples; sampled++) {
      const runner = await sample(setup, choose, steps)
      if (runner.failure !== undefined)
        throw await shortened(setup, runner, steps, `, sampled with seed ${seed}`)
    }
  }
  return {
    complete: search.complete,
    scenarios: search.tally.scenarios,
    reordered: search.tally.reordered,
    sampled,
    deviations: search.complete ? Infinity : search.levels,
    steps: search.tally.steps,
    longest: search.tally.longest,
    closeStatuses: search.tally.closeStatuses,
    unread: search.tally.unread,
    warnings: search.tally.warnings,
    seed,
  }
}

/** Rejects names in the options that no scenario has come to: they are misspelled, and nothing of them was explored. */
function checkNames(options: ExploreOptions, { tally }: Search, workflow: string): void {
  const { signals = [], outcomes = {}, activities, children, lambdas } = options
  const mocked = [activities, children, lambdas].flatMap(namesIn)
  const signal = signals.find(({ name }) => !tally.asked.has(name))
  if (signal !== undefined) throw new UnknownSignalError(workflow, signal.name, [...tally.asked])
  const name = Object.keys(outcomes).find(one => !tally.names.has(one) && !mocked.includes(one))
  if (name === undefined) return
  const why =
    'no scenario has an activity, child or Lambda function of this name, and no mock has it. Names that were seen:'
  throw new ImpossibleStepError(`outcomes.${name}`, `${why} ${[...tally.names].join(', ') || 'nothing'}`, [])
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
  const before = failed.steps.length
  const shorter = shortest.steps.length < before ? `, shortened from ${before}` : ''
  return new ScenarioFailedError(shortest, shortest.failure!, shorter + note)
}

/** Runs one random scenario. Half of its steps are the expected ones. */
async function sample(
  setup: ScenarioSetup,
  choose: (below: number) => number,
  longest: number,
): Promise<ScenarioRunner> {
  const runner = await ScenarioRunner.begin(setup)
  await goOn(runner, longest, steps => steps[choose(2) === 0 ? 0 : choose(steps.length)]!)
  return runner
}
