import { InvalidOptionError } from '@reyield/client'
import { describeType } from '@reyield/workflow/internal'

/** The two loops of a worker: decision tasks lead to decisions, activity tasks run activities. */
export const loopNames = ['decisions', 'activities'] as const

/** One of the two loops of a worker. */
export type LoopName = (typeof loopNames)[number]

/** A number for each of a worker's loops: the same for both, or one for each. The number of a loop that a worker doesn't have is ignored. */
export type PerLoop = number | { readonly [Loop in LoopName]?: number }

/** How much a loop does at a time. */
export interface LoopLimits {
  /** Most tasks in hand, polls included. */
  readonly concurrency: number
  /** Most open polls, at most `concurrency`. */
  readonly pollers: number
}

const defaultConcurrency: Record<LoopName, number> = { decisions: 4, activities: 10 }
const defaultPollers = 4

/**
 * The limits of both loops.
 *
 * @throws InvalidOptionError (OPTION_INVALID)
 */
export function limitsOf(options: {
  readonly concurrency?: PerLoop | undefined
  readonly pollers?: PerLoop | undefined
}): Record<LoopName, LoopLimits> {
  const concurrency = perLoop(options.concurrency, 'concurrency')
  const pollers = perLoop(options.pollers, 'pollers')
  const limits = (loop: LoopName): LoopLimits => {
    const most = concurrency[loop] ?? defaultConcurrency[loop]
    return { concurrency: most, pollers: Math.min(pollers[loop] ?? defaultPollers, most) }
  }
  return { decisions: limits('decisions'), activities: limits('activities') }
}

/** An option's number for each loop, where it has one. */
function perLoop(value: PerLoop | undefined, option: string): { readonly [Loop in LoopName]?: number } {
  if (value === undefined) return {}
  if (typeof value === 'number') {
    const number = atLeastOne(value, option)
    return { decisions: number, activities: number }
  }
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : undefined
  const unknown = keys?.find(name => !loopNames.some(loop => loop === name))
  if (keys === undefined || unknown !== undefined) {
    throw new InvalidOptionError(
      `The worker's ${option}`,
      unknown === undefined ? describeType(value) : `an object with '${unknown}'`,
      'a whole number from 1, or an object of decisions and activities',
    )
  }
  for (const loop of loopNames) {
    const number = value[loop]
    if (number !== undefined) atLeastOne(number, `${option}.${loop}`)
  }
  return value
}

function atLeastOne(value: number, option: string): number {
  if (Number.isInteger(value) && value >= 1) return value
  throw new InvalidOptionError(`The worker's ${option}`, found(value), 'a whole number from 1')
}

const found = (value: unknown) => (typeof value === 'number' ? value : describeType(value))
