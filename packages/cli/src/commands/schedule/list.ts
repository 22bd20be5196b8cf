import type { ListedSchedule } from '@reyield/schedules'
import { batches } from '../../executions/batches.ts'
import { Records } from '../../output/records.ts'
import { Table, type Column } from '../../output/table.ts'
import { paint } from '../../output/text.ts'
import type { CommandModule } from '../command.ts'
import { schedulesOf } from './schedules.ts'
import { inText, timesText } from './times.ts'

export const run: CommandModule['run'] = async context => {
  const { out, format } = context
  const schedules = await schedulesOf(context)
  const now = context.now()
  const printed =
    format !== 'text'
      ? new Records(out, format)
      : new Table(out, out.isTerminal ? columnsOf(now) : plainColumns)
  let count = 0
  try {
    for await (const batch of batches(schedules.list())) {
      printed.add(batch)
      count += batch.length
      await out.drained()
    }
  } finally {
    if (printed instanceof Records) printed.end()
  }
  if (count === 0 && out.isTerminal && format === 'text') context.notes.line('The domain has no schedules')
}

const columnsOf = (now: number): readonly Column<ListedSchedule>[] => [
  { header: 'NAME', value: ({ name }) => name, shrink: 1, least: 16 },
  { header: 'TIMES', value: timesText, shrink: 3 },
  { header: 'STARTS', value: ({ target }) => target ?? '', shrink: 2 },
  {
    header: 'NEXT',
    value: ({ next, paused }) =>
      paused ? paint.yellow('paused') : next === undefined ? 'never' : inText(next, now),
  },
]

/** The same for programs that read lines. */
const plainColumns: readonly Column<ListedSchedule>[] = [
  { header: 'NAME', value: ({ name }) => name },
  { header: 'TIMES', value: timesText },
  { header: 'STARTS', value: ({ target }) => target ?? '' },
  { header: 'PAUSED', value: ({ paused }) => String(paused) },
  { header: 'NEXT', value: ({ next }) => next?.toISOString() ?? '' },
]
