import { inOneLine } from './log-value.ts'

/** Where a worker reports what happens. `fields` are data: workflowId, runId, code, … No payload is ever among them. */
export interface Logger {
  debug(message: string, fields?: object): void
  info(message: string, fields?: object): void
  warn(message: string, fields?: object): void
  error(message: string, fields?: object): void
}

const levels = ['debug', 'info', 'warn', 'error'] as const

/** From which level on lines are written: `debug` has each task, `info` begin and end of a worker. */
export type LogLevel = (typeof levels)[number]

/**
 * A logger on the standard error: time, level, message, fields; one line each. The default of workers, with level `info`.
 * Fields may be anything: errors are written with their causes, and no value makes it throw.
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

/** A logger that adds fields to each line. */
export function withFields(logger: Logger, fields: object): Logger {
  return fromLevels(level => (message, more) => logger[level](message, merged(fields, more)))
}

/**
 * A logger that never throws, whatever the one behind it does: throw, reject, or lack a method. `failed` is called the first
 * time.
 */
export function safeLogger(logger: Logger, failed: (error: unknown) => void): Logger {
  let told = false
  const once = (error: unknown) => {
    if (told) return
    told = true
    failed(error)
  }
  return fromLevels(level => (message, fields) => neverThrows(() => logger[level](message, fields), once))
}

/** Calls a function of a user; `failed` hears what it throws or, if it's async, rejects with. */
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
    return { ...fields, fields: more } // a getter among them throws: the logger may know what to do with it
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
