import type { WorkflowType } from '@aws-sdk/client-swf'
import { ReyieldError } from '@reyield/workflow'

/**
 * A history can't be replayed, because none of the given workflows has its type: the name and the version in its first event.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'DEFINITION_MISSING')) console.error(error.message)
 * ```
 */
export class MissingDefinitionError extends ReyieldError<'DEFINITION_MISSING'> {
  static {
    this.prototype.name = 'MissingDefinitionError'
  }
  constructor(type: WorkflowType | undefined, given: readonly string[]) {
    const which = type === undefined ? 'no workflow type' : `workflow type ${type.name} ${type.version}`
    super(
      'DEFINITION_MISSING',
      `The history is of ${which}, which isn't among the given workflows (${given.join(', ') || 'none'}). ` +
        'Pass the workflow that its deciders serve',
    )
  }
}
