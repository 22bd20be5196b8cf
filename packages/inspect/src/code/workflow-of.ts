import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { AnyWorkflow } from '@reyield/workflow'
import { MissingDefinitionError } from './errors.ts'

/**
 * The workflow of a history, by the type in its first event.
 *
 * @throws MissingDefinitionError (DEFINITION_MISSING)
 */
export function workflowOf(
  events: readonly HistoryEvent[],
  definitions: readonly AnyWorkflow[],
): AnyWorkflow {
  const type = events[0]?.workflowExecutionStartedEventAttributes?.workflowType
  const found = definitions.find(({ name, version }) => name === type?.name && version === type.version)
  if (found !== undefined) return found
  throw new MissingDefinitionError(
    type,
    definitions.map(({ name, version }) => `${name} ${version}`),
  )
}
