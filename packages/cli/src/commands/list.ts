import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import type { CommandContext } from '../context/context.ts'
import { batches } from '../executions/batches.ts'
import { columnsOf, plainColumns } from '../executions/columns.ts'
import { executionOf, type Execution } from '../executions/execution.ts'
import type { Asked } from '@reyield/client/internal'
import { askedOf } from '../executions/query.ts'
import { Records } from '../output/records.ts'
import { Table } from '../output/table.ts'
import { grouped } from '../output/times.ts'
import type { CommandModule } from './command.ts'

export const run: CommandModule['run'] = async (context, given) => {
  if (given.flag('stuck')) {
    const { listStuck } = await import('./stuck/list-stuck.ts')
    return await listStuck(context, given)
  }
  const { out, format } = context
  const asked = askedOf(given, context.now())
  const limit = given.whole('limit', 1, 1e9) ?? Infinity
  const withClose = asked.queries.some(({ status }) => status === 'CLOSED')
  const printed =
    format !== 'text'
      ? new Records(out, format)
      : new Table(out, out.isTerminal ? columnsOf(context.now(), withClose) : plainColumns)
  let count = 0
  try {
    for await (const batch of batches(found(context, asked, limit))) {
      context.status.clear()
      printed.add(batch)
      count += batch.length
      await out.drained()
    }
  } finally {
    if (printed instanceof Records) printed.end()
  }
  if (count === 0 && out.isTerminal && format === 'text') {
    context.notes.line(withClose ? 'No executions were found' : 'No open executions were found. See --closed')
  }
}

/** The executions that were asked for, as their pages come. */
async function* found(
  context: CommandContext,
  { queries, filter }: Asked,
  limit: number,
): AsyncGenerator<Execution, void, undefined> {
  const client = await context.client()
  let left = limit
  let looked = 0
  const counting = (info: WorkflowExecutionInfo) => {
    if (++looked % 100 === 0) context.status.show(`looked at ${grouped(looked)} executions`)
    return filter!(info)
  }
  for (const query of queries) {
    const pageSize = filter === undefined && left < 1000 ? left : 1000
    const options = { pageSize, ...(filter === undefined ? {} : { filter: counting }) }
    for await (const { info } of client.list(query, options)) {
      yield executionOf(info)
      if (--left === 0) return
    }
  }
}
