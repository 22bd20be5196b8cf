/** The type of the executions that are schedules. Stored for years. */
export const scheduleType = 'reyield.schedule'

/** The workflow id of a schedule's own execution. */
export const scheduleId = (name: string): string => `schedule.${name}`

/** The name of the schedule whose execution has this workflow id. */
export const nameOf = (workflowId: string): string => workflowId.replace(/^schedule\./, '')

/** The workflow id of the one run that may be open at a time. */
export const onlyRunId = (name: string): string => `${name}.run`

/** The workflow id of one of several runs: with the time in UTC, since SWF allows no colons. */
export const runIdAt = (name: string, time: number): string => `${name}.${compact(time)}`

/** `20261129T033725Z`, and with milliseconds if it has some. */
const compact = (time: number) =>
  new Date(time)
    .toISOString()
    .replaceAll(/[-:]/g, '')
    .replace(/\.000Z$/, 'Z')
