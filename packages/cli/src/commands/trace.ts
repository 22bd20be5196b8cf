import type { RecordedRun, Replayer } from '@reyield/inspect'
import type { CommandContext } from '../context/context.ts'
import { text } from '../output/text.ts'
import { tracedLines } from '../render/tree-lines.ts'
import { codeOf } from '../runs/code.ts'
import { locate } from '../runs/locate.ts'
import { readRecorded } from '../runs/recorded.ts'
import { traceOf, type TraceOptions } from '../runs/trace.ts'
import { tracedJson } from '../runs/trace-json.ts'
import { eventIn } from './event-option.ts'
import type { CommandModule } from './command.ts'
import type { Given } from './given.ts'

/** Prints where an execution is: its branches, steps, children and chain. */
export const run: CommandModule['run'] = async (context, given) => {
  const execution = await locate(context, given.argument(0), given.text('run-id'))
  await printTrace(context, given, await readRecorded(context, execution), {
    readRun: ids => readRecorded(context, ids),
  })
}

/** Prints the trace of a history. `readRun`: reads the histories of children and of other runs of the chain. */
export async function printTrace(
  context: CommandContext,
  given: Given,
  recorded: RecordedRun,
  { readRun }: Pick<TraceOptions, 'readRun'> = {},
): Promise<void> {
  const at = eventIn(given, recorded)
  const code = await codeOf(context)
  const serializer = given.flag('payloads') ? await context.serializer() : undefined
  const traced = await traceOf(recorded, {
    at,
    readRun,
    code,
    serializer,
    variables: given.flag('variables'),
    depth: given.whole('depth', 0, 100) ?? 3,
    children: given.whole('children', 0, 10_000) ?? 20,
    chain: given.whole('chain', 0, 1000) ?? 5,
    now: new Date(context.now()),
  })
  context.status.clear()
  if (context.format === 'json') return context.out.json(tracedJson(traced))
  for (const line of tracedLines(traced)) context.out.line(line)
  const replayer = code?.of(traced.view.code.decidedBy)
  if (at !== undefined && replayer !== undefined) await printDecisions(context, replayer, recorded, at)
}

/** The decisions that the workflow made at a moment. */
async function printDecisions(
  { out }: CommandContext,
  replayer: Replayer,
  recorded: RecordedRun,
  at: number,
): Promise<void> {
  const { decisions } = await replayer.moment(recorded, { at }).catch(() => ({ decisions: [] }))
  for (const decision of decisions) out.line(text`at event ${at} it decided: ${decision}`)
}
