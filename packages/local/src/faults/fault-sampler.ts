import { LocalSwfError } from '../errors.ts'

/** What may go wrong between a client and SWF, each with a probability from 0 (the default) to 1. */
export interface FaultOptions {
  /** The same seed brings the same faults to the same requests. Default 1. */
  readonly seed?: number
  /** ThrottlingException; nothing has happened. */
  readonly throttles?: number
  /** InternalFailure, status 500; nothing has happened. */
  readonly failures?: number
  /** The connection is cut before the request is read; nothing has happened. */
  readonly lostRequests?: number
  /** The connection is cut in place of the answer; what was asked has happened. A task that a poll was given is lost. */
  readonly lostResponses?: number
  /** The request waits before it is read. */
  readonly delays?: number
  /** The longest of these waits, in milliseconds of the process's clock. Default 50. */
  readonly longestDelay?: number
  /** A poll is given a task that another poll was given before. */
  readonly duplicateTasks?: number
  /** A poll whose client is gone is given a task all the same, as Amazon SWF does: it's lost until its timeout. */
  readonly deadPolls?: number
  /** The actions that this may happen to. Default: all. */
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

/** What goes wrong with one request. */
export type SampledFaults = Readonly<Record<(typeof probabilities)[number], boolean>> & {
  /** Milliseconds; of a delay. */
  readonly wait: number
}

/** Faults by lot, as a local SWF injects them: for what drives its machine by itself. */
export interface FaultSampler {
  /** What goes wrong with the next request; `undefined`: nothing can, for this action. */
  sample(action: string): SampledFaults | undefined
  /** A number from 0 to 1 of the same lots. */
  random(): number
}

/**
 * Faults by lot: the same seed brings the same faults to the same requests.
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
      // all are sampled for every request, so that one fault more or less doesn't change the others
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

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
