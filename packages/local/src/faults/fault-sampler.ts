import { LocalSwfError } from '../errors.ts'

/**
 * Faults to inject between clients and SWF, each with a probability from 0 (the default) to 1.
 *
 * @example
 * ```ts
 * const faults = { seed: 7, lostResponses: 0.1, actions: ['RespondDecisionTaskCompleted'] }
 * const local = await createLocalSwf({ faults })
 * ```
 */
export interface FaultOptions {
  /** The same seed injects the same faults into the same sequence of requests. Default 1. */
  readonly seed?: number
  /** The request fails with ThrottlingException and has no effect. */
  readonly throttles?: number
  /** The request fails with InternalFailure (status 500) and has no effect. */
  readonly failures?: number
  /** The connection is cut before the request is read, so it has no effect. */
  readonly lostRequests?: number
  /** The request takes effect, but the connection is cut instead of sending the response. A task that a poll got is lost. */
  readonly lostResponses?: number
  /** The request is delayed before it is read. */
  readonly delays?: number
  /** The longest delay, in real milliseconds. Default 50. */
  readonly longestDelay?: number
  /** A poll gets a task that another poll has already got. */
  readonly duplicateTasks?: number
  /** A poll whose client has left gets a task all the same, as happens in Amazon SWF. The task is lost until it times out. */
  readonly deadPolls?: number
  /** The actions into which faults are injected. Default: all. */
  readonly actions?: readonly string[]
}

const probabilities = [
  'throttles',
  'failures',
  'lostRequests',
  'lostResponses',
  'delays',
  'duplicateTasks',
  'deadPolls',
] as const

/** The faults that are injected into one request. */
export type SampledFaults = Readonly<Record<(typeof probabilities)[number], boolean>> & {
  /** The length of the delay in milliseconds, if `delays` is true. */
  readonly wait: number
}

/** Chooses faults at random, as a local SWF does. It's exported for tools that drive the machine without a local SWF. */
export interface FaultSampler {
  /** Chooses the faults for the next request. Undefined if no faults are injected into this action. */
  sample(action: string): SampledFaults | undefined
  /** The next number from 0 to 1 of the same random source. */
  random(): number
}

/**
 * Creates a sampler. With the same seed, it chooses the same faults for the same sequence of requests.
 *
 * @throws LocalSwfError OPTION_INVALID
 * @example
 * ```ts
 * const sampler = faultSampler({ lostResponses: 0.1, seed: 7 })
 * if (sampler.sample('PollForActivityTask')?.lostResponses === true) console.log('the task is lost until its timeout')
 * ```
 */
export function faultSampler(faults: FaultOptions): FaultSampler {
  check(faults)
  const random = generator(faults.seed ?? 1)
  return {
    random,
    sample(action) {
      if (faults.actions?.includes(action) === false) return undefined
      // every fault takes a random number for every request, so that changing one probability doesn't change the others
      const sampled = Object.fromEntries(probabilities.map(name => [name, random() < (faults[name] ?? 0)]))
      return { ...sampled, wait: random() * (faults.longestDelay ?? 50) } as SampledFaults
    },
  }
}

function check(faults: FaultOptions): void {
  for (const name of Object.keys(faults)) {
    const value = faults[name as keyof FaultOptions]
    if ((probabilities as readonly string[]).includes(name)) {
      if (!(typeof value === 'number' && value >= 0 && value <= 1))
        throw invalid(name, value, 'a probability from 0 to 1')
    } else if (name === 'seed' || name === 'longestDelay') {
      if (!(typeof value === 'number' && value >= 0)) throw invalid(name, value, 'a number from 0')
    } else if (name === 'actions') {
      if (!Array.isArray(value)) throw invalid(name, value, 'a list of actions')
    } else throw invalid(name, value, `one of seed, longestDelay, actions, ${probabilities.join(', ')}`)
  }
}

const invalid = (name: string, value: unknown, expected: string) =>
  new LocalSwfError('OPTION_INVALID', `faults.${name} is ${JSON.stringify(value)}: expected ${expected}`)

/** A random number generator with a seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
