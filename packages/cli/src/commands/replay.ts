import type { RecordedRun, ReplayCheck, Replayer } from '@reyield/inspect'
import type { CommandContext } from '../context/context.ts'
import { UsageError } from '../errors/usage.ts'
import { paint, text } from '../output/text.ts'
import { printCheck } from '../render/check-lines.ts'
import { checked } from '../runs/checked.ts'
import { requiredCode } from '../runs/code.ts'
import { filesIn, historiesText, readHistories } from '../runs/history-files.ts'
import { isGone } from '@reyield/client/internal'
import { runsOfType } from '../runs/of-type.ts'
import { readRecorded } from '../runs/recorded.ts'
import type { CommandModule } from './command.ts'
import type { Given } from './given.ts'

/** A history to replay, or why it can't be read. */
type Source = { readonly from: string } & (
  | { readonly recorded: RecordedRun }
  | { readonly error: NonNullable<ReplayCheck['error']> }
)

/** Replays histories with the code, and prints a line for each. The exit code is 1 if one of them doesn't fit. */
export const run: CommandModule['run'] = async (context, given) => {
  const files = given.arguments
  if (files.length > 0 === given.flag('open')) {
    throw new UsageError('replay needs files or folders of histories, or --open, and not both')
  }
  const hosts = await requiredCode(context)
  const sources = files.length > 0 ? fromFiles(context, files) : fromOpen(context, given)
  const { replayed, failed } = await replayAll(context, hosts.of(undefined), sources)
  if (context.format === 'text') {
    if (replayed === 0) context.out.line('there is no history to replay')
    else if (failed === 0) context.out.line(text`${paint.green('✓')} ${historiesText(replayed)} replayed`)
    else context.out.line(text`${paint.red('✗')} ${failed} of ${historiesText(replayed)} don't replay`)
  }
  return failed > 0 ? 1 : 0
}

async function replayAll(
  context: CommandContext,
  code: Replayer,
  sources: AsyncIterable<Source>,
): Promise<{ readonly replayed: number; readonly failed: number }> {
  let [replayed, failed] = [0, 0]
  const results: object[] = []
  for await (const source of sources) {
    const check: ReplayCheck =
      'error' in source ? { decisionTasks: 0, error: source.error } : await checked(code, source.recorded)
    replayed++
    if (check.error !== undefined) failed++
    context.status.show(`replayed ${replayed}, of which ${failed} failed`)
    if (context.format === 'text') print(context, source, check)
    else {
      const { from } = source
      const { workflowId, runId } = ('recorded' in source && source.recorded.execution) || {}
      const result = { from, workflowId, runId, ...check }
      if (context.format === 'jsonl') context.out.jsonLine(result)
      else results.push(result)
    }
  }
  context.status.clear()
  if (context.format === 'json') context.out.json(results)
  return { replayed, failed }
}

function print({ out }: CommandContext, source: Source, check: ReplayCheck): void {
  const { from } = source
  const workflowId = 'recorded' in source ? source.recorded.execution?.workflowId : undefined
  const whose = workflowId === undefined || workflowId === from ? from : `${workflowId} (${from})`
  printCheck(out, whose, check)
}

async function* fromFiles(context: CommandContext, paths: readonly string[]): AsyncGenerator<Source> {
  const coder = await context.coder()
  for (const file of filesIn(paths)) {
    for await (const history of readHistories(file, coder)) yield { from: file, ...history }
  }
}

/** The open executions, whose next decision task will run the code. */
async function* fromOpen(context: CommandContext, given: Given): AsyncGenerator<Source> {
  const limit = given.whole('limit', 1, 100_000) ?? 1000
  let count = 0
  // one more than the limit says whether there are more
  for await (const execution of runsOfType(context, 'OPEN', given.text('type'), limit + 1)) {
    if (count++ === limit) {
      context.notes.line(`stopped after ${limit} executions: choose a higher --limit`)
      return
    }
    try {
      yield { from: execution.workflowId, recorded: await readRecorded(context, execution) }
    } catch (error) {
      if (!isGone(error)) throw error // it closed and was removed meanwhile
    }
  }
}
