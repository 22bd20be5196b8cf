import { isReyieldError } from '@reyield/workflow'
import type { Client, ClientCallOptions } from '@reyield/client'
import { checkScheduleName } from '../checks.ts'
import { commands, type Command } from '../deciding/commands.ts'
import { scheduleWorkflow } from '../deciding/schedule-workflow.ts'
import type { ScheduleState } from '../deciding/state.ts'
import type { ScheduleStatus } from '../deciding/status.ts'
import { InvalidScheduleError, ScheduleExistsError, UnknownScheduleError } from '../errors.ts'
import { nameOf, scheduleId, scheduleType } from '../ids.ts'
import type { Schedule } from '../declaration.ts'
import { readTags, tagsOf, type TaggedSchedule } from '../tags.ts'
import { nextAfter, type Times } from '../times/cron.ts'
import { rateOf, rateWarning } from './rate.ts'
import type { ListedSchedule, Schedules, SchedulesOptions } from './schedules.ts'
import { specOf } from './spec-of.ts'

/**
 * Returns the client with `schedules`, which creates and steers schedules in the client's domain.
 *
 * @example
 * ```ts
 * const client = withSchedules(connect({ domain: 'shop' }))
 * await client.schedules.create(nightly)
 * await client.schedules.trigger('nightly-report')
 * ```
 */
export const withSchedules = <C extends Client>(
  client: C,
  options: SchedulesOptions = {},
): C & { readonly schedules: Schedules } => ({ ...client, schedules: schedulesOf(client, options) })

function schedulesOf(client: Client, { onWarning = warn }: SchedulesOptions): Schedules {
  const handleOf = (name: string) =>
    client.handle(scheduleWorkflow, { workflowId: scheduleId(checkScheduleName(name)) })
  const send = (name: string, command: Command, options: ClientCallOptions = {}) =>
    known(name, handleOf(name).signal(commands, command, options))

  async function* list(options: ClientCallOptions = {}): AsyncGenerator<ListedSchedule, void, undefined> {
    const query = { status: 'OPEN', workflow: { name: scheduleType } } as const
    for await (const { workflowId, runId, info } of client.list(query, options)) {
      const tagged = readTags(info.tagList ?? [])
      const next = tagged.paused ? undefined : nextOf(timesOf(tagged))
      yield { name: nameOf(workflowId), workflowId, runId, ...tagged, next }
    }
  }

  /** Warns if SWF can't start what all schedules ask for. `schedule` may not be listed yet, or as it was before. */
  async function checkRate(schedule: Schedule, options: ClientCallOptions): Promise<void> {
    const now = Date.now()
    const rates = [rateOf(schedule, now)]
    try {
      for await (const { name, paused, ...tagged } of list(options)) {
        if (!paused && name !== schedule.name) rates.push(rateOf(timesOf(tagged), now))
      }
    } catch (error) {
      // it was created all the same
      return onWarning(`The rate of all schedules could not be checked: ${(error as Error).message}`)
    }
    const warning = rateWarning(rates)
    if (warning !== undefined) onWarning(warning)
  }

  return {
    list,
    async create(schedule, { ifExists = 'fail', paused = false, ...options } = {}) {
      if (ifExists !== 'fail' && ifExists !== 'update') {
        throw new InvalidScheduleError(
          schedule.name,
          'ifExists',
          `is ${String(ifExists)}: expected 'fail' or 'update'`,
        )
      }
      const spec = specOf(schedule, client.serializer)
      const note = typeof paused === 'string' ? { note: paused } : {}
      const input: ScheduleState = {
        spec,
        ...(paused === false ? {} : { paused: { since: Date.now(), ...note } }),
      }
      const start = {
        ...options,
        workflowId: scheduleId(spec.name),
        taskList: spec.taskList,
        tags: tagsOf(spec, paused !== false),
      }
      if (ifExists === 'update') {
        const signal = { signal: commands, value: { do: 'update', spec } as Command }
        await client.signalWithStart(scheduleWorkflow, { ...start, ...signal, input })
      } else {
        await client.start(scheduleWorkflow, input, start).catch((error: unknown) => {
          throw isReyieldError(error, 'EXECUTION_ALREADY_STARTED')
            ? new ScheduleExistsError(spec.name, error)
            : error
        })
      }
      await checkRate(schedule, options)
    },
    async update(schedule, options = {}) {
      await send(schedule.name, { do: 'update', spec: specOf(schedule, client.serializer) }, options)
      await checkRate(schedule, options)
    },
    pause: (name, { note, ...options } = {}) =>
      send(name, { do: 'pause', ...(note === undefined ? {} : { note }) }, options),
    resume: (name, options) => send(name, { do: 'resume' }, options),
    trigger: (name, options) => send(name, { do: 'trigger', at: Date.now() }, options),
    async backfill(name, { from, to }, options) {
      const [after, until] = [timeOf(name, 'from', from), timeOf(name, 'to', to)]
      if (after >= until)
        throw new InvalidScheduleError(name, 'backfill', 'ends before it begins: expected from < to')
      await send(name, { do: 'backfill', after, until }, options)
    },
    delete: (name, options) => known(name, handleOf(name).requestCancel(options)),
    async describe(name, options) {
      const handle = handleOf(name)
      const { executionInfo, held } = await known(name, handle.describe(options))
      if (executionInfo?.executionStatus === 'CLOSED') throw new UnknownScheduleError(name, undefined)
      const { status } = await known(name, handle.status<ScheduleStatus>(options))
      const at = status?.next
      return {
        name,
        workflowId: handle.workflowId,
        status,
        next: at === undefined ? undefined : new Date(at),
        held: held?.message,
      }
    },
  }
}

/** Times as they are in tags. */
const timesOf = ({ cron, every, timeZone = 'UTC' }: Omit<TaggedSchedule, 'target' | 'paused'>): Times => ({
  cron,
  every,
  timeZone,
})

function nextOf(times: Times): Date | undefined {
  try {
    const time = nextAfter(times)(Date.now())
    return time === undefined ? undefined : new Date(time)
  } catch {
    return undefined // tags of another version
  }
}

function timeOf(name: string, option: string, date: Date): number {
  const time = date instanceof Date ? date.getTime() : Number.NaN
  if (!Number.isNaN(time)) return time
  throw new InvalidScheduleError(name, option, 'is no valid Date')
}

async function known<T>(name: string, request: Promise<T>): Promise<T> {
  return await request.catch((error: unknown) => {
    throw isReyieldError(error, 'EXECUTION_UNKNOWN') ? new UnknownScheduleError(name, error) : error
  })
}

const warn = (message: string) => process.emitWarning(message, { code: 'REYIELD_SCHEDULES' })
