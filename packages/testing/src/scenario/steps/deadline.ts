import type { Simulator } from '../../simulator/simulator.ts'

/** Whether the first of these timeouts, which begin now, ends before any other timer or timeout. */
export function isBeforeNextDeadline({ swf }: Simulator, timeouts: readonly (string | undefined)[]): boolean {
  const limit = Math.min(
    ...timeouts.map((timeout = 'NONE') => (timeout === 'NONE' ? Infinity : Number(timeout))),
  )
  return limit !== Infinity && (swf.nextDeadline ?? Infinity) >= swf.now + limit * 1000
}
