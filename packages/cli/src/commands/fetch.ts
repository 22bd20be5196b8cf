import { mkdirSync } from 'node:fs'
import type { CommandContext } from '../context/context.ts'
import { executionOf } from '../executions/execution.ts'
import { askedOf } from '../executions/query.ts'
import { redactorOf } from '../fetch/redactor.ts'
import { Sample } from '../fetch/sample.ts'
import { store, type Fetched } from '../fetch/store.ts'
import { printSummary, summaryJson } from '../fetch/summary.ts'
import { grouped } from '../output/times.ts'
import type { CommandModule } from './command.ts'
import type { Given } from './given.ts'

/** Stores a sample of histories that is worth testing with. The exit code is 1 if all of it was left out. */
export const run: CommandModule['run'] = async (context, given) => {
  const folder = given.argument(0)
  const redacted = given.flag('redact')
  const redactor = redacted ? await redactorOf(context) : undefined
  const { sample, looked } = await sampleOf(context, given)
  const chosen = sample.chosen()
  mkdirSync(folder, { recursive: true })
  const fetched: Fetched[] = []
  for (const execution of chosen) {
    context.status.show(`reading history ${fetched.length + 1} of ${chosen.length}`)
    fetched.push(await store(context, execution, folder, redactor))
  }
  context.status.clear()
  const summary = { folder, looked, fetched, redacted }
  if (context.format === 'json') context.out.json(summaryJson(summary))
  else printSummary(context, summary)
  return chosen.length > 0 && fetched.every(each => 'leftOut' in each) ? 1 : 0
}

/** Lists the executions, newest first, and keeps few of each kind. */
async function sampleOf(context: CommandContext, given: Given): Promise<{ sample: Sample; looked: number }> {
  const sample = new Sample(given.whole('sample', 1, 100_000)!, context.now())
  const limit = given.whole('limit', 1, 1e9)!
  const { queries, filter = () => true } = askedOf(given, context.now(), 'ANY')
  const client = await context.client()
  let looked = 0
  for (const query of queries) {
    let left = limit
    for await (const { info } of client.list(query, { pageSize: Math.min(limit, 1000) })) {
      if (++looked % 100 === 0) context.status.show(`looked at ${grouped(looked)} executions`)
      if (filter(info)) sample.add(executionOf(info))
      if (--left === 0) break
    }
  }
  return { sample, looked }
}
