import type { Decision } from '@aws-sdk/client-swf'
import { packInput } from '@reyield/data'
import type { ContinueAsNewOperation } from '@reyield/workflow'
import type { Engine } from '../engine.ts'
import { textOf } from '../ledger/inputs.ts'

/**
 * What isn't given is as in this run: left out, SWF would take the defaults of the registered type and drop the tags
 * (swf-semantics.md §4.7). Unread signals and an unheard cancel request travel in the
 * input (C10, C12).
 */
export function continueAsNewWorkflowExecution(operation: ContinueAsNewOperation, engine: Engine): Decision {
  const now = engine.begun!.workflowExecutionStartedEventAttributes!
  const input = engine.refusals.checked(
    packedInput(textOf(engine.continuing!.input!), engine),
    () => `The input of continueAsNew${unreadNames(engine)}`,
  ) // E4: signals that came behind it
  return {
    decisionType: 'ContinueAsNewWorkflowExecution',
    continueAsNewWorkflowExecutionDecisionAttributes: given({
      input,
      workflowTypeVersion: operation.version,
      executionStartToCloseTimeout: operation.executionStartToClose ?? now.executionStartToCloseTimeout,
      taskList: operation.taskList === undefined ? now.taskList : { name: operation.taskList },
      taskPriority: operation.priority ?? now.taskPriority,
      taskStartToCloseTimeout: operation.taskStartToClose ?? now.taskStartToCloseTimeout,
      childPolicy: operation.childPolicy ?? now.childPolicy,
      tagList: operation.tags === undefined ? now.tagList : [...operation.tags],
      lambdaRole: operation.lambdaRole ?? now.lambdaRole,
    }),
  }
}

/** An input together with what a new run is given beside it, as far as is known now. */
export const packedInput = (input: string | undefined, { channels, scheduler }: Engine): string | undefined =>
  packInput({
    input,
    signals: channels.unread().map(({ name, event }) => {
      const { input: text } = event.workflowExecutionSignaledEventAttributes!
      return text === undefined ? { name } : { name, input: text }
    }),
    cancel: scheduler.cancelUnheard,
  })

/** How many names a message has. */
const mostNames = 5

/** The unread signals in words, for messages; '' if there are none. */
export function unreadNames({ channels }: Engine): string {
  const counts = new Map<string, number>()
  for (const { name } of channels.unread()) counts.set(name, (counts.get(name) ?? 0) + 1)
  if (counts.size === 0) return ''
  const names = [...counts]
    .slice(0, mostNames)
    .map(([name, count]) => `'${name}'${count === 1 ? '' : ` (${count} times)`}`)
  const more = counts.size > mostNames ? ` and ${counts.size - mostNames} more` : ''
  return ` with the unread signals ${names.join(', ')}${more}`
}

/** Without members that aren't given. */
const given = <T extends object>(members: T): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T
