import type { ChildPolicy } from '@reyield/workflow'
import type { Overlap } from './declaration.ts'

/**
 * What a schedule does, as it's recorded. It's plain JSON, and stored for as long as the schedule exists: members are only added. Lengths
 * of time are in milliseconds, the timeouts of runs in SWF's seconds.
 */
export interface ScheduleSpec {
  readonly name: string
  /** The cron expression. Either this or `every` is set. */
  readonly cron?: string
  readonly every?: number
  readonly timeZone: string
  readonly overlap: Overlap
  readonly catchUp: number
  readonly jitter: number
  /** The task list of the schedule itself. */
  readonly taskList: string
  readonly run: RunSpec
}

/** What a schedule starts. */
export interface RunSpec {
  readonly name: string
  readonly version: string
  /** The serialized input. */
  readonly input?: string
  readonly taskList: string
  readonly executionStartToClose: string
  readonly taskStartToClose: string
  readonly childPolicy: ChildPolicy
  readonly tags: readonly string[]
  readonly priority?: number
  readonly lambdaRole?: string
}

const texts = ['name', 'timeZone', 'overlap', 'taskList'] as const
const numbers = ['catchUp', 'jitter'] as const
const runTexts = [
  'name',
  'version',
  'taskList',
  'executionStartToClose',
  'taskStartToClose',
  'childPolicy',
] as const

/** Whether a recorded value has the form of a spec. It may have been sent by hand, or by a later version. */
export function isSpec(value: unknown): value is ScheduleSpec {
  const spec = (value ?? {}) as Partial<Record<string, unknown>>
  const run = (spec['run'] ?? {}) as Partial<Record<string, unknown>>
  return (
    texts.every(member => typeof spec[member] === 'string') &&
    numbers.every(member => typeof spec[member] === 'number') &&
    (typeof spec['cron'] === 'string') !== (typeof spec['every'] === 'number') &&
    runTexts.every(member => typeof run[member] === 'string') &&
    Array.isArray(run['tags'])
  )
}
