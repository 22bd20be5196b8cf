import { schedule, type Overlap, type RunSettings, type Schedule } from '@reyield/schedules'
import type { CommandContext } from '../../context/context.ts'
import { UsageError } from '../../errors/usage.ts'
import { paint, text } from '../../output/text.ts'
import { startSettingsOf } from '../../steering/start-settings.ts'
import { inputOf } from '../../steering/value.ts'
import { workflowOf } from '../../steering/workflow-of.ts'
import type { CommandModule } from '../command.ts'
import type { Given } from '../given.ts'
import { schedulesOf } from './schedules.ts'

export const create: CommandModule['run'] = async (context, given) => {
  const declared = await declaredOf(context, given)
  const ifExists = given.flag('or-update') ? ('update' as const) : ('fail' as const)
  await (await schedulesOf(context)).create(declared, { ifExists, paused: given.flag('paused') })
  print(context, declared, given.flag('or-update') ? 'was created or updated' : 'was created')
}

export const update: CommandModule['run'] = async (context, given) => {
  const declared = await declaredOf(context, given)
  await (await schedulesOf(context)).update(declared)
  print(context, declared, 'was updated')
}

function print({ format, out }: CommandContext, { name }: Schedule, what: string): void {
  if (format === 'json') out.json({ name, workflowId: `schedule.${name}` })
  else out.line(text`${paint.bold(name)} ${what}`)
}

/**
 * The schedule of a command line.
 *
 * @throws UsageError; InvalidScheduleError (SCHEDULE_INVALID)
 */
async function declaredOf(context: CommandContext, given: Given): Promise<Schedule> {
  const type = given.text('type')
  if (type === undefined) throw new UsageError('The workflow is missing: --type NAME, or NAME@VERSION')
  const input = await inputOf(given)
  const workflow = await workflowOf(context, type)
  const [cron, every] = [given.text('cron'), given.duration('every')]
  const { taskList, ...start } = startSettingsOf(given)
  const options = {
    name: given.argument(0),
    workflow,
    input: input?.value,
    start: start as RunSettings,
    ...defined({
      cron,
      every,
      taskList,
      timeZone: given.text('time-zone'),
      overlap: given.text('overlap') as Overlap | undefined,
      catchUp: given.duration('catch-up'),
      jitter: given.duration('jitter'),
    }),
  }
  return schedule(options as Parameters<typeof schedule>[0])
}

const defined = <T extends object>(members: T): object =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
