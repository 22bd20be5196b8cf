import type { CommandContext } from '../context/context.ts'
import type { Asked } from '@reyield/client/internal'
import { askedOf } from '../executions/query.ts'
import { grouped } from '../output/times.ts'
import type { CommandModule } from './command.ts'

export const run: CommandModule['run'] = async (context, given) => {
  const { count, truncated } = await counted(context, askedOf(given, context.now()))
  if (context.format === 'json') context.out.json({ count, truncated })
  else context.out.line(truncated ? `more than ${count}` : count)
}

/** SWF counts if it can check all conditions. Else the executions are listed and counted here. */
async function counted(context: CommandContext, { queries, filter }: Asked) {
  const client = await context.client()
  let [count, truncated] = [0, false]
  for (const query of queries) {
    if (filter === undefined) {
      const counted = await client.count(query)
      count += counted.count
      truncated ||= counted.truncated
      continue
    }
    let looked = 0
    for await (const _ of client.list(query, {
      filter: info => {
        if (++looked % 100 === 0) context.status.show(`looked at ${grouped(looked)} executions`)
        return filter(info)
      },
    })) {
      count++
    }
  }
  return { count, truncated }
}
