import { inOneLine } from './log-value.ts'

/**
 * Receives a worker's log lines. `fields` are data: workflowId, runId, code, … They never contain a payload.
 *
 * @example
 * ```ts
 * const logger: Logger = {
 *   debug: () => undefined,
 *   info: (message, fields) => pino.info(fields, message),
 *   warn: (message, fields) => pino.warn(fields, message),
 *   error: (message, fields) => pino.error(fields, message),
 * }
 * ```
 */
export interface Logger {
  debug(message: string, fields?: object): void
  info(message: string, fields?: object): void
  warn(message: string, fields?: object): void
  error(message: string, fields?: object): void
}

const levels = ['debug', 'info', 'warn', 'error'] as const

/** The lowest level that is written. `debug` includes each task, `info` the start and stop of a worker. */
export type LogLevel = (typeof levels)[number]

/**
 * Returns a logger that writes lines to the standard error: time, level, message, fields. Workers use it by default, with level
 * `info`. Fields may have any value: errors are written with their causes, and no value makes it throw.
 *
 * @example
 * ```ts
 * const worker = createWorker({ ...place, workflows: [order], logger: consoleLogger({ level: 'debug' }) })
 * // 12:44:11.130 debug Decided: ScheduleActivityTask 1 workflowId=order-7 runId=22T… workflow=order
 * ```
 */
export function consoleLogger({ level: from = 'info' }: { readonly level?: LogLevel } = {}): Logger {
  return fromLevels(level =>
    levels.indexOf(level) < levels.indexOf(from)
      ? () => undefined
      : (message, fields) => console.error(line(level, message, fields)),
  )
}

/** Returns a logger that adds fields to each line. */
export function withFields(logger: Logger, fields: object): Logger {
  return fromLevels(level => (message, more) => logger[level](message, merged(fields, more)))
}

/**
 * Returns a logger that never throws, even if the wrapped one throws, rejects, or lacks a method. `failed` is called the first
 * time.
 */
export function safeLogger(logger: Logger, failed: (error: unknown) => void): Logger {
  let reported = false
  const once = (error: unknown) => {
    if (reported) return
    reported = true
    failed(error)
  }
  return fromLevels(level => (message, fields) => neverThrows(() => logger[level](message, fields), once))
}

/** Calls a function of a user. `failed` is called with what it throws or, if it's async, rejects with. */
export function neverThrows(call: () => unknown, failed: (error: unknown) => void): void {
  try {
    const result = call()
    if (result !== undefined) void Promise.resolve(result).catch(failed)
  } catch (error) {
    failed(error)
  }
}

const fromLevels = (method: (level: LogLevel) => Logger[LogLevel]): Logger => ({
  debug: method('debug'),
  info: method('info'),
  warn: method('warn'),
  error: method('error'),
})

function merged(fields: object, more: object | undefined): object {
  try {
    return { ...fields, ...more }
  } catch {
    return { ...fields, fields: more } // a getter among them throws: the logger may be able to handle it
  }
}

function line(level: LogLevel, message: unknown, fields: object = {}): string {
  const time = new Date().toISOString().slice(11, 23)
  const text = typeof message === 'string' ? message : inOneLine(message)
  return `${time} ${level.padEnd(5)} ${text}${shown(fields)}`
}

function shown(fields: object): string {
  try {
    return Reflect.ownKeys(fields)
      .map(name => ` ${String(name)}=${inOneLine(valueOf(fields, name))}`)
      .join('')
  } catch {
    return ' (its fields are unreadable)'
  }
}

function valueOf(fields: object, name: string | symbol): unknown {
  try {
    return (fields as Record<string | symbol, unknown>)[name]
  } catch {
    return '(its getter throws)'
  }
}
