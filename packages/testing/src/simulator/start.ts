import { checkLength, checkWritten, packInput } from '@reyield/data/internal'
import type { AnyWorkflow, Serializer } from '@reyield/workflow'
import { checkName } from '@reyield/workflow/internal'
import { writtenBy } from '../as-written.ts'
import type { SimulationOptions } from './options.ts'
import { defaultTaskList, lambdaRole, register } from './prepare.ts'
import { writeSignal } from './signals.ts'
import { domain, type SimulatedSwf } from './swf.ts'

/** What is started. */
interface Starting {
  readonly workflow: AnyWorkflow
  readonly options: SimulationOptions
  readonly workflowId: string
  readonly serializer: Serializer
}

/**
 * Starts the workflow under test, and the other executions of the options.
 *
 * @throws InvalidInputError (INPUT_INVALID) for an input or a signal of the options that its schema rejects
 */
export function startExecutions(
  swf: SimulatedSwf,
  { workflow, options, workflowId, serializer }: Starting,
  value: unknown,
): void {
  for (const signal of options.signals ?? []) writeSignal(signal, serializer)
  const other = { name: 'other', version: '1.0' }
  if (options.others !== undefined) register(swf, other)
  for (const id of options.others ?? []) start(swf, id, other, 'others')
  register(swf, workflow, workflow)
  const what = `The input of workflow '${workflow.name}'`
  const input = writtenBy(serializer, value)
  if (workflow.input !== undefined) checkWritten(input, serializer, workflow.input, what)
  const text = packInput({ input, signals: [], cancel: false })
  checkLength(text, what)
  checkName(workflowId, 'The workflow id')
  start(swf, workflowId, workflow, workflow.taskList ?? defaultTaskList, text)
}

function start(
  swf: SimulatedSwf,
  workflowId: string,
  { name, version }: { readonly name: string; readonly version: string },
  taskList: string,
  input?: string,
): void {
  const workflowType = { name, version }
  const list = { name: taskList }
  swf.request('StartWorkflowExecution', {
    domain,
    workflowId,
    workflowType,
    taskList: list,
    lambdaRole,
    input,
  })
}
