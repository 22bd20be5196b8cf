import { InvalidOptionError, type Swf } from '@reyield/client'
import { describeType } from '@reyield/workflow/internal'

/** The names of a worker's two loops: one for decision tasks, one for activity tasks. */
export const loopNames = ['decisions', 'activities'] as const

/** One of the two loops of a worker. */
export type LoopName = (typeof loopNames)[number]

/**
 * A number for each of a worker's loops: one for both, or one for each. The number of a loop that the worker doesn't have is
 * ignored.
 */
export type PerLoop = number | { readonly [Loop in LoopName]?: number }

/** The limits of a loop. */
export interface LoopLimits {
  /** The most tasks at a time. */
  readonly concurrency: number
  /** The most open polls of a task list, not more than `concurrency`. */
  readonly pollers: number
}

const defaultConcurrency: Record<LoopName, number> = { decisions: 4, activities: 10 }

/** Where an aborted poll may lose a task, and each poll takes a connection. Elsewhere there is one poll for each free slot. */
const defaultPollers = 4

/**
 * Returns the limits of both loops.
 *
 * @throws InvalidOptionError (OPTION_INVALID)
 */
export function limitsOf(options: {
  readonly concurrency?: PerLoop | undefined
  readonly pollers?: PerLoop | undefined
  readonly swf: Pick<Swf, 'abortablePolls'>
}): Record<LoopName, LoopLimits> {
  const concurrency = perLoop(options.concurrency, 'concurrency')
  const pollers = perLoop(options.pollers, 'pollers')
  const limits = (loop: LoopName): LoopLimits => {
    const most = concurrency[loop] ?? defaultConcurrency[loop]
    const byDefault = options.swf.abortablePolls === true ? most : defaultPollers
    return { concurrency: most, pollers: Math.min(pollers[loop] ?? byDefault, most) }
  }
  return { decisions: limits('decisions'), activities: limits('activities') }
}

/** An option's number for each loop, if it is set. */
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

/**
 * Checks an option that is a count.
 *
 * @throws InvalidOptionError (OPTION_INVALID)
 */
export function atLeastOne(value: unknown, option: string): number {
  if (Number.isInteger(value) && (value as number) >= 1) return value as number
  throw new InvalidOptionError(`The worker's ${option}`, found(value), 'a whole number from 1')
}

const found = (value: unknown) => (typeof value === 'number' ? value : describeType(value))
