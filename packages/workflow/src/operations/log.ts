import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'

/** The operation that the functions of `log` return. It doesn't wait. */
export interface LogOperation extends Operation<void> {
  readonly kind: 'log'
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
  readonly fields: object | undefined
}

function at(level: LogOperation['level']) {
  const write = (message: string, fields?: object): LogOperation =>
    operation<void, Pick<LogOperation, 'kind' | 'level' | 'message' | 'fields'>>({
      kind: 'log',
      level,
      message,
      fields,
    })
  mark('call', write)
  return write
}

/**
 * Writes to the worker's logger, with the ids of the execution. It writes once, when the workflow gets there for the first time,
 * and not in replays. It writes again only if the same decision task has to be decided again.
 *
 * @example
 * ```ts
 * yield* log.info('Shipped', { tracking })
 * ```
 */
export const log = Object.freeze({
  debug: at('debug'),
  info: at('info'),
  warn: at('warn'),
  error: at('error'),
})
