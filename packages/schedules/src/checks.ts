import { milliseconds, type Duration } from '@reyield/workflow'
import { checkName, describeType } from '@reyield/workflow/internal'
import { InvalidScheduleError } from './errors.ts'
import type { Overlap, RunSettings, Schedule } from './declaration.ts'
import { cronProblem, shortestGap, zoneProblem } from './times/cron.ts'

const overlaps: readonly Overlap[] = ['skip', 'bufferOne', 'cancelOther', 'allow']

/** The longest name: the ids of runs add their time to it. */
const longestName = 200
const longestCron = 200
const minute = 60_000
const day = 24 * 60 * minute

/** The options of a schedule, which callers without types may have set to anything. */
export interface AnyOptions extends Partial<Omit<Schedule, 'cron' | 'every' | 'catchUp' | 'jitter'>> {
  readonly cron?: string | undefined
  readonly every?: Duration | undefined
  readonly catchUp?: Duration | undefined
  readonly jitter?: Duration | undefined
  readonly start?: RunSettings
}

/**
 * Checks the options of a schedule, and fills in the defaults.
 *
 * @throws InvalidScheduleError (SCHEDULE_INVALID), InvalidDurationError (DURATION_INVALID)
 */
export function checkedSchedule(options: AnyOptions): Schedule {
  const name = checkScheduleName(options.name as string)
  const refuse = (option: string, problem: string | undefined) => {
    if (problem !== undefined) throw new InvalidScheduleError(name, option, problem)
  }
  const length = (option: 'every' | 'catchUp' | 'jitter', value: Duration, least: number, most: number) => {
    const is = milliseconds(value, `The ${option} of schedule '${name}'`)
    refuse(option, is < least || is > most ? `is ${is} ms: expected ${least} to ${most} ms` : undefined)
    return is
  }
  const { cron, every, timeZone, workflow, input, overlap = 'skip', start = {} } = options
  if ((cron === undefined) === (every === undefined)) {
    refuse(
      'cron',
      cron === undefined
        ? "is missing: set cron, as '30 2 * * *', or every, as '15m'"
        : 'is set together with every: set one of them',
    )
  }
  if (typeof workflow?.name !== 'string') {
    const problem = `is ${describeType(workflow)}: expected a workflow, as workflow(…) returns it`
    throw new InvalidScheduleError(name, 'workflow', problem)
  }
  if (every !== undefined && timeZone !== undefined) {
    refuse('timeZone', 'has no meaning with every, whose times are multiples since 1970 in UTC: use cron')
  }
  const zone = timeZone ?? 'UTC'
  refuse('timeZone', zoneProblem(zone))
  refuse(
    'overlap',
    overlaps.includes(overlap)
      ? undefined
      : `is ${described(overlap)}: expected ${overlaps.map(each => `'${each}'`).join(', ')}`,
  )
  if (cron !== undefined) {
    refuse('cron', typeof cron === 'string' ? undefined : `is ${describeType(cron)}: expected a string`)
    refuse(
      'cron',
      cron.length > longestCron ? `has ${cron.length} characters: at most ${longestCron}` : undefined,
    )
    refuse('cron', cronProblem(cron, zone))
  }
  const interval = every === undefined ? undefined : length('every', every, 1000, 365 * day)
  refuse('every', (interval ?? 0) % 1000 === 0 ? undefined : `is ${interval} ms: expected whole seconds`)
  refuse(
    'start.tags',
    (start.tags?.length ?? 0) > 4 ? 'are more than 4: a run gets its time as the fifth' : undefined,
  )
  const taskList = options.taskList ?? workflow.taskList ?? start.taskList
  if (taskList === undefined) {
    throw new InvalidScheduleError(
      name,
      'taskList',
      'is missing: set the task list that a worker with schedules: true polls, or declare one for the workflow',
    )
  }
  const jitter = length('jitter', options.jitter ?? 0, 0, day)
  const gap = jitter === 0 ? day : shortestGap({ cron, every: interval, timeZone: zone })
  refuse(
    'jitter',
    jitter > gap ? `is ${jitter} ms: expected at most the ${gap} ms between two of its times` : undefined,
  )
  return Object.freeze({
    name,
    cron,
    every: interval,
    timeZone: zone,
    workflow,
    input,
    taskList: named('taskList', name, taskList, 256),
    overlap,
    catchUp: length('catchUp', options.catchUp ?? minute, 10_000, 365 * day),
    jitter,
    start: Object.freeze({ ...start }),
  })
}

/**
 * Checks the name of a schedule.
 *
 * @throws InvalidScheduleError (SCHEDULE_INVALID)
 */
export const checkScheduleName = (name: string): string => named('name', undefined, name, longestName)

function named(option: string, schedule: string | undefined, value: string, most: number): string {
  try {
    return checkName(value, '', most)
  } catch (error) {
    throw new InvalidScheduleError(schedule, option, (error as Error).message.trim(), error)
  }
}

const described = (value: unknown) =>
  typeof value === 'string' ? `'${value.slice(0, 40)}'` : describeType(value)
