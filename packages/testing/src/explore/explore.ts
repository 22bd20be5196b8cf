import { faultSampler } from '@reyield/local'
import type { AnyWorkflow, WorkflowDefinition } from '@reyield/workflow'
import { UnknownSignalError, ImpossibleStepError } from '../stage/errors.ts'
import type { Replacements } from '../stage/world.ts'
import { goOn } from './go-on.ts'
import { worldOf, type Exploring, type Worlds } from './options.ts'
import { Search } from './search.ts'
import { shrink } from './shrink.ts'
import { ScenarioFailedError } from './story-error.ts'
import { Teller, type Premise } from './teller.ts'

/** What an exploration has covered. */
export interface Exploration {
  /** Whether all stories were told, or are reorderings of told ones that the workflow can't tell apart. */
  readonly complete: boolean
  /** Stories told from beginning to end, all different. */
  readonly stories: number
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
  readonly endings: Readonly<Record<string, number>>
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
  worlds: Worlds<Exploring> = {},
): Promise<Exploration> {
  const premise: Premise = { workflow, input, worlds }
  const { world, own } = worldOf(worlds)
  const { stories = 20_000, samples = 1000, seed = 1, steps = 500, reduction = !own } = world
  const search = new Search(premise, { stories, steps, reduction })
  const failed = await search.run()
  if (failed !== undefined) throw await told(premise, failed, steps, '')
  checkWords(world, search, workflow.name)
  let sampled = 0
  if (!search.complete) {
    const lots = faultSampler({ seed }) // as the local SWF draws its faults
    const choose = (below: number) => Math.floor(lots.random() * below)
    for (; sampled < samples; sampled++) {
      const drawn = await draw(premise, choose, steps)
      if (drawn.failure !== undefined) throw await told(premise, drawn, steps, `, drawn with seed ${seed}`)
    }
  }
  return {
    complete: search.complete,
    stories: search.tally.stories,
    reordered: search.tally.reordered,
    sampled,
    deviations: search.complete ? Infinity : search.levels,
    steps: search.tally.steps,
    longest: search.tally.longest,
    endings: search.tally.endings,
    unread: search.tally.unread,
    warnings: search.tally.warnings,
    seed,
  }
}

/** A world that speaks of what never comes: a slip of the pen, and nothing of it was explored. */
function checkWords(world: Exploring, { tally }: Search, workflow: string): void {
  const { signals = [], endings = {}, activities, children, lambdas } = world
  const played = [activities, children, lambdas].flatMap(namesIn)
  const signal = signals.find(({ name }) => !tally.asked.has(name))
  if (signal !== undefined) throw new UnknownSignalError(workflow, signal.name, [...tally.asked])
  const ending = Object.keys(endings).find(name => !tally.names.has(name) && !played.includes(name))
  if (ending === undefined) return
  const why = 'nothing of this name came in any story, and nobody plays it; there came'
  throw new ImpossibleStepError(`endings.${ending}`, `${why} ${[...tally.names].join(', ') || 'nothing'}`, [])
}

const namesIn = (parts: Replacements<AnyWorkflow> = {}): readonly string[] =>
  Array.isArray(parts) ? parts.map(({ name }: { name: string }) => name) : Object.keys(parts)

async function told(
  premise: Premise,
  failed: Teller,
  steps: number,
  note: string,
): Promise<ScenarioFailedError> {
  const shortest = await shrink(premise, failed, steps)
  const before = failed.steps.length
  const shorter = shortest.steps.length < before ? `, shortened from ${before}` : ''
  return new ScenarioFailedError(shortest, shortest.failure!, shorter + note)
}

/** One story by lot: as expected half of the time. */
async function draw(premise: Premise, choose: (below: number) => number, longest: number): Promise<Teller> {
  const teller = await Teller.begin(premise)
  await goOn(teller, longest, steps => steps[choose(2) === 0 ? 0 : choose(steps.length)]!)
  return teller
}
