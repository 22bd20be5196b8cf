import { millisecondsText, type Distribution, type Profile, type StepProfile } from '@reyield/inspect'
import type { Output } from '../output/output.ts'
import { Table } from '../output/table.ts'
import { paint, text } from '../output/text.ts'

/** Prints a profile: a summary, a table of steps, and one line for the decision tasks. */
export function printProfile(out: Output, profile: Profile): void {
  const { executions, duration, decisions, events, calls } = profile
  const whole =
    executions === 1
      ? `took ${millisecondsText(duration.total)}`
      : `took ${millisecondsText(duration.p50)} at the median, ${millisecondsText(duration.p95)} at p95`
  out.line(
    text`${paint.bold(executions === 1 ? '1 execution' : `${executions} executions`)} ${whole}, with ${events} events and about ${calls} calls of SWF`,
  )
  new Table<StepProfile>(out, [
    {
      header: 'STEP',
      value: ({ kind, name }) => (kind === 'activity' ? name! : `${kind} ${name ?? ''}`.trim()),
      shrink: 1,
    },
    { header: 'COUNT', value: ({ count }) => count, align: 'right' },
    { header: 'ATTEMPTS', value: ({ attempts }) => attempts || '', align: 'right' },
    {
      header: 'FAILED',
      value: ({ failures }) => (failures === 0 ? '' : paint.red(failures)),
      align: 'right',
    },
    ...times('QUEUE', ({ queue }: StepProfile) => queue),
    ...times('RUN', ({ run }: StepProfile) => run),
    { header: 'RETRY WAITS', value: ({ retryWait }) => totalText(retryWait), align: 'right' },
  ]).add(profile.steps)
  const { queue, decide, timeouts } = decisions
  out.line(
    text`${paint.bold(`${decisions.count} decision tasks`)}${timeouts === 0 ? '' : paint.red(`, ${timeouts} timed out`)}: waited ${distributionText(
      queue,
    )}, decided in ${distributionText(decide)}`,
  )
}

const times = <Row>(header: string, of: (row: Row) => Distribution) => [
  { header, value: (row: Row) => totalText(of(row)), align: 'right' as const },
  {
    header: 'p95',
    value: (row: Row) => (of(row).count === 0 ? '' : paint.dim(millisecondsText(of(row).p95))),
    align: 'right' as const,
  },
]

const totalText = ({ count, total }: Distribution): string => (count === 0 ? '' : millisecondsText(total))

const distributionText = ({ count, p50, p95, max }: Distribution): string =>
  count === 0
    ? 'never'
    : `${millisecondsText(p50)} at the median, ${millisecondsText(p95)} at p95, ${millisecondsText(max)} at most`
