import type { Schedules } from '@reyield/schedules'
import type { CommandContext } from '../../context/context.ts'
import { UsageError } from '../../errors/usage.ts'
import { paint, text } from '../../output/text.ts'
import { canAsk, confirm } from '../../steering/confirm.ts'
import type { CommandModule } from '../command.ts'
import type { Given } from '../given.ts'
import { schedulesOf } from './schedules.ts'

/** A command that asks a schedule for something. */
const steering =
  (
    what: string,
    ask: (schedules: Schedules, name: string, given: Given, context: CommandContext) => Promise<void>,
  ): CommandModule['run'] =>
  async (context, given) => {
    const name = given.argument(0)
    await ask(await schedulesOf(context), name, given, context)
    context.out.line(text`${paint.bold(name)} ${what}`)
  }

export const pause = steering('was paused', (schedules, name, given) => {
  const note = given.text('note')
  return schedules.pause(name, note === undefined ? {} : { note })
})

export const resume = steering('was resumed', (schedules, name) => schedules.resume(name))

export const trigger = steering('was asked to start a run now', (schedules, name) => schedules.trigger(name))

export const backfill = steering('was asked to run the range', (schedules, name, given, context) => {
  const from = given.time('from', context.now())
  const to = given.time('to', context.now()) ?? new Date(context.now())
  if (from === undefined) throw new UsageError('The beginning of the range is missing: --from 7d, or a date')
  return schedules.backfill(name, { from, to })
})

export const remove: CommandModule['run'] = async (context, given) => {
  const name = given.argument(0)
  const schedules = await schedulesOf(context)
  if (!given.flag('yes')) {
    if (!canAsk()) throw new UsageError('To delete a schedule without a terminal, --yes is needed')
    await schedules.describe(name) // whether it exists
    if (!(await confirm(context, text`Delete the schedule ${paint.bold(name)}? [y/N] `))) {
      context.notes.line(text`${name} was not deleted`)
      return 1
    }
  }
  await schedules.delete(name)
  context.out.line(text`${paint.bold(name)} was deleted`)
  return 0
}
