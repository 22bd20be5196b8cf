import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'

/** 'Write a line to the log', as data; done at once. */
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
 * Writes to the decider's logger, with the ids of the execution: once, when the workflow comes to it for the first time, and
 * not in replays. (Once more if the decision task that it was written in has to be decided again.)
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
