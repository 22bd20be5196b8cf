import type { ScheduleDescription } from '@reyield/schedules'
import { paint, text, type Text } from '../../output/text.ts'
import { agoText } from '../../output/times.ts'
import type { CommandModule } from '../command.ts'
import { schedulesOf } from './schedules.ts'
import { inText, lengthText, timesText } from './times.ts'

export const run: CommandModule['run'] = async (context, given) => {
  const described = await (await schedulesOf(context)).describe(given.argument(0))
  if (context.format === 'json') context.out.json(described)
  else for (const line of linesOf(described, context.now())) context.out.line(line)
}

function linesOf({ name, status, next, held }: ScheduleDescription, now: number): Text[] {
  if (held !== undefined) {
    return [text`${paint.bold(name)} is ${paint.red('held')}: ${held}. See: reyield show schedule.${name}`]
  }
  if (status === undefined) {
    return [
      text`${paint.bold(name)} has not been decided yet: does a worker with schedules: true poll its task list?`,
    ]
  }
  const { spec, paused, counts, last, waiting, problem } = status
  const note = paused?.note === undefined ? '' : `: ${paused.note}`
  const lines: Text[] = [
    text`${paint.bold(name)}  ${timesText(spec)}  starts ${spec.run.name}@${spec.run.version}`,
    `  overlap ${spec.overlap}, catch-up ${lengthText(spec.catchUp)}, jitter ${lengthText(spec.jitter)}, task list ${spec.taskList}`,
    paused !== undefined
      ? text`  ${paint.yellow('paused')} ${agoText(new Date(paused.since), now)}${note}`
      : `  next run ${next === undefined ? 'never' : `${inText(next, now)}, ${next.toISOString()}`}`,
    `  ${counts.started} started, ${counts.skipped} skipped, ${counts.missed} missed, ${counts.failed} failed to start`,
  ]
  if (last !== undefined) {
    lines.push(
      `  last run ${last.workflowId}, started ${agoText(new Date(last.startedAt), now)}, run ${last.runId}`,
    )
  }
  if (waiting !== undefined)
    lines.push(`  the run of ${iso(waiting.time)} waits until the one before has closed`)
  if (problem !== undefined) {
    lines.push(text`  ${paint.red('problem')} ${agoText(new Date(problem.at), now)}: ${problem.message}`)
  }
  return lines
}

const iso = (time: number) => new Date(time).toISOString()
