import { ReyieldError } from '@reyield/workflow'

/** A type of workflow or activity, as SWF names it. */
export interface TypeRef {
  readonly name: string
  readonly version: string
}

/**
 * A task of a type that this worker doesn't serve came over its task list.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'TYPE_NOT_REGISTERED')) console.error(error.message)
 * ```
 */
export class TypeNotRegisteredError extends ReyieldError<'TYPE_NOT_REGISTERED'> {
  readonly type: TypeRef
  readonly served: readonly TypeRef[]
  constructor(kind: 'workflow' | 'activity', type: TypeRef, served: readonly TypeRef[], taskList: string) {
    super(
      'TYPE_NOT_REGISTERED',
      `A task of the ${kind} type ${show(type)} came over the task list '${taskList}', and this worker serves ` +
        `${served.map(show).join(', ') || 'none'}: add it to the worker's ${kind === 'workflow' ? 'workflows' : 'activities'}, ` +
        `or give types that other workers serve a task list of their own`,
    )
    this.type = type
    this.served = served
  }
}

const show = ({ name, version }: TypeRef) => `'${name}' ${version}`
