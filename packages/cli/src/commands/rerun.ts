import type { Serializer } from '@reyield/workflow'
import type { CommandContext } from '../context/context.ts'
import { UsageError } from '../errors/usage.ts'
import { paint, text } from '../output/text.ts'
import { recordedStart, type RecordedStart } from '../steering/recorded-start.ts'
import { printStarted } from '../steering/started.ts'
import { inputOf } from '../steering/value.ts'
import { definitionOf, standIn } from '../steering/workflow-of.ts'
import type { CommandModule } from './command.ts'

export const run: CommandModule['run'] = async (context, given) => {
  const [id, newId] = [given.argument(0), given.text('id')]
  const input = await inputOf(given)
  const before = await recordedStart(context, id, given.text('run-id'))
  if (newId === undefined && before.isOpen) {
    throw new UsageError(
      `The execution '${id}' is still open, so its id is in use. Give the new one another: --id NEW`,
    )
  }
  for (const note of notesOf(before)) context.notes.line(paint.yellow(note))
  const started = await startAgain(context, before, newId ?? id, input)
  if (context.format === 'text') context.out.line(text`like run ${before.runId} of ${paint.bold(id)}:`)
  printStarted(context, { ...started, type: before.type })
}

/** What the new execution doesn't get. */
const notesOf = ({ signals, cancel, continues, parent }: RecordedStart): string[] => [
  ...(signals === 0
    ? []
    : [`The run was started with ${signals === 1 ? 'a signal' : `${signals} signals`}, not repeated now`]),
  ...(cancel ? ['The run was started with a cancel request, not repeated now'] : []),
  ...(continues === undefined
    ? []
    : [`The run continued run ${continues} as new: its input is used, not that of the first run`]),
  ...(parent === undefined
    ? []
    : [`The run was a child of '${parent}', which doesn't hear of the new execution`]),
]

async function startAgain(
  context: CommandContext,
  before: RecordedStart,
  workflowId: string,
  input: { readonly value: unknown } | undefined,
): Promise<{ readonly workflowId: string; readonly runId: string }> {
  const client = await context.client()
  const definition = await definitionOf(context, before.type)
  const { type, taskList, executionStartToClose, taskStartToClose, childPolicy } = before
  const base = standIn({ ...type, taskList, executionStartToClose, taskStartToClose, childPolicy })
  const workflow =
    input === undefined
      ? { ...base, serializer: asWritten }
      : { ...base, serializer: definition?.serializer, input: definition?.input }
  const value = input === undefined ? before.input : input.value
  const { runId } = await client.start(workflow, value, {
    workflowId,
    ...(before.tags.length === 0 ? {} : { tags: before.tags }),
    ...(before.priority === undefined ? {} : { priority: before.priority }),
    ...(before.lambdaRole === undefined ? {} : { lambdaRole: before.lambdaRole }),
  })
  return { workflowId, runId }
}

/** Passes on an input that is already serialized. */
const asWritten: Serializer = {
  name: 'as recorded',
  serialize: value => value as string,
  deserialize: text => text,
}
