import { text } from '../../output/text.ts'
import { taskOf } from '../../steering/task-of.ts'
import { inputOf } from '../../steering/value.ts'
import type { CommandModule } from '../command.ts'

export const complete: CommandModule['run'] = async (context, given) => {
  const task = await taskOf(context, given)
  const result = await inputOf(given, 'result')
  await task.complete(result?.value)
  context.out.line(text`The activity was completed`)
}

export const fail: CommandModule['run'] = async (context, given) => {
  const name = given.text('name') ?? 'Error'
  const message = given.text('message') ?? ''
  const stack = message === '' ? name : `${name}: ${message}` // no code has thrown it
  await (await taskOf(context, given)).fail(Object.assign(new Error(message), { name, stack }))
  context.out.line(text`The activity was failed with ${name}`)
}

export const cancel: CommandModule['run'] = async (context, given) => {
  const task = await taskOf(context, given)
  const details = await inputOf(given, 'details')
  await task.cancel(details?.value)
  context.out.line(text`The activity was canceled`)
}

export const heartbeat: CommandModule['run'] = async (context, given) => {
  const task = await taskOf(context, given)
  const details = await inputOf(given, 'details')
  const { cancelRequested } = await task.heartbeat(details?.value)
  if (context.format === 'json') return context.out.json({ cancelRequested })
  context.out.line(
    cancelRequested
      ? text`The heartbeat was sent, and the workflow asks to cancel the activity: reyield activity cancel`
      : text`The heartbeat was sent`,
  )
}
