import { ReyieldError } from './reyield-error.ts'

/**
 * A declaration has a value that SWF would refuse, for instance a name with `:`, an empty version, or an unknown child policy.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'DEFINITION_INVALID')) console.error(error.message)
 * ```
 */
export class InvalidDefinitionError extends ReyieldError<'DEFINITION_INVALID'> {
  static {
    this.prototype.name = 'InvalidDefinitionError'
  }
  constructor(message: string, options?: ErrorOptions) {
    super('DEFINITION_INVALID', message, options)
  }
}

/**
 * Two definitions of one worker have the same name and version, so it couldn't know which to run.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'DEFINITION_DUPLICATE')) console.error(error.message)
 * ```
 */
export class DuplicateDefinitionError extends ReyieldError<'DEFINITION_DUPLICATE'> {
  static {
    this.prototype.name = 'DuplicateDefinitionError'
  }
  constructor(kind: 'workflow' | 'activity', name: string, version: string) {
    super(
      'DEFINITION_DUPLICATE',
      `Two definitions of the ${kind} type '${name}' version '${version}' are served by one worker: ` +
        `give one of them another name or version, or leave one out`,
    )
  }
}

/**
 * A timeout that SWF requires is set nowhere.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'TIMEOUT_MISSING')) console.error(error.message)
 * ```
 */
export class MissingTimeoutError extends ReyieldError<'TIMEOUT_MISSING'> {
  static {
    this.prototype.name = 'MissingTimeoutError'
  }
  constructor(type: string, option: string) {
    super(
      'TIMEOUT_MISSING',
      `'${type}' has no ${option}, which SWF requires: set it, for instance to '5m', where the type is declared or at the call`,
    )
  }
}

/**
 * `race` was called without branches.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'COMPOSITE_EMPTY')) console.error(error.message)
 * ```
 */
export class EmptyCompositeError extends ReyieldError<'COMPOSITE_EMPTY'> {
  static {
    this.prototype.name = 'EmptyCompositeError'
  }
  constructor(kind: string) {
    super('COMPOSITE_EMPTY', `${kind} was called without branches and could never settle: pass at least one`)
  }
}
