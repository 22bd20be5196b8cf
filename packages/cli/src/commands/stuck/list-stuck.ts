import { millisecondsText } from '@reyield/inspect'
import type { ExecutionQuery } from '@reyield/client'
import type { CommandContext } from '../../context/context.ts'
import type { ExitCode } from '../../errors/exit-codes.ts'
import { askedOf } from '../../executions/query.ts'
import { Table } from '../../output/table.ts'
import { grouped, leftText } from '../../output/times.ts'
import type { Given } from '../given.ts'
import { WaitingLists } from './backlog.ts'
import {
  backlogText,
  plainProblemColumns,
  problemColumns,
  problemRecord,
  rowsOf,
  type ProblemRow,
} from './printing.ts'
import { ProgressFile } from './progress-file.ts'
import { searchStuck, type StuckExecution } from './search.ts'
import { sweep, type SearchProgress as Progress } from '@reyield/inspect/internal'

/** How often the progress is kept while the search goes on, in milliseconds. */
const keepEvery = 5000

/** `list --stuck`. */
export async function listStuck(context: CommandContext, given: Given): Promise<ExitCode | void> {
  const { out, format, interrupted, notes } = context
  const limit = given.whole('limit', 1, 1e9) ?? 1000
  const calls = given.whole('calls', 1, 1000)!
  const { queries, filter } = askedOf(given, context.now())
  const query = queries[0] as ExecutionQuery & { readonly status: 'OPEN' }
  const client = await context.client()
  const { endpoint, region } = await context.settings()
  const file = new ProgressFile([endpoint, region, client.domain, searchOf(given)], process.env)
  const begun = (given.flag('resume') ? file.read() : undefined) ?? { looked: 0, cursor: {} }
  const total = await client.count(query)
  const open = `${grouped(total.count)}${total.truncated ? '+' : ''}`

  const lists = new WaitingLists()
  const found: StuckExecution[] = []
  const table = new Table<ProblemRow>(
    out,
    out.isTerminal ? problemColumns(context.now()) : plainProblemColumns,
  )
  let count = 0
  let kept = context.now()
  const ended = await searchStuck(context, {
    executions: sweep(client, query, filter, begun.cursor),
    begun,
    limit,
    calls,
    waiting: given.duration('waiting')!,
    onFound(execution) {
      count++
      lists.add(execution)
      if (format === 'text') table.add(rowsOf(execution))
      else if (format === 'jsonl') out.jsonLine(recordOf(execution))
      else found.push(execution)
    },
    onLooked(progress) {
      const left = Math.min(total.count - progress.looked, limit + begun.looked - progress.looked)
      const seconds = Math.max(0, left) / calls
      context.status.show(`looked at ${grouped(progress.looked)} of ${open}, ${leftText(seconds * 1000)}`)
      if (context.now() - kept < keepEvery) return
      kept = context.now()
      file.write(progress)
    },
  })
  const canResume = !ended.isAll && file.write(ended)
  if (ended.isAll) file.remove()
  context.status.clear()
  const backlog = interrupted.aborted ? [] : await lists.backlog(context)
  if (format === 'json') {
    const { looked, isAll } = ended
    out.json({
      lookedAt: looked,
      open: total.count,
      complete: isAll,
      executions: found.map(recordOf),
      backlog,
    })
  }
  if (format !== 'text') return
  for (const each of backlog) out.line(backlogText(each))
  notes.line(summary(ended, open, count, canResume))
  if (count === 0 && ended.looked > 0) {
    const waiting = millisecondsText(given.duration('waiting')!)
    notes.line(`A task that waits for a worker is a problem after ${waiting}; --waiting 10s shows it earlier`)
  }
}

/** What a search depends on, so that another one isn't resumed. */
const searchOf = (given: Given) =>
  ['type', 'tag', 'id', 'since', 'until'].map(name => given.text(name) ?? null)

const recordOf = ({ problems, ...execution }: StuckExecution) => ({
  ...execution,
  problems: problems.map(problemRecord),
})

function summary(
  { looked, isAll }: Progress & { isAll: boolean },
  open: string,
  count: number,
  canResume: boolean,
): string {
  const problems =
    count === 0 ? 'none has a problem' : count === 1 ? '1 has a problem' : `${grouped(count)} have problems`
  if (isAll) return `Looked at all ${grouped(looked)} open executions: ${problems}`
  const more = canResume ? '. To go on: the same command with --resume' : ''
  return `Looked at ${grouped(looked)} of ${open} open executions: ${problems}${more}`
}
