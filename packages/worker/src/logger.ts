/** Where a worker tells what happens. `fields` are data: workflowId, runId, code, … No payload is ever among them. */
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
 *
 * @example
 * ```ts
 * const worker = decider({ ...place, workflows: [order], logger: consoleLogger({ level: 'debug' }) })
 * // 12:44:11.130 debug Decided: ScheduleActivityTask 1 workflowId=order-7 runId=22T… workflow=order
 * ```
 */
export function consoleLogger({ level: from = 'info' }: { readonly level?: LogLevel } = {}): Logger {
  const at = (level: LogLevel) =>
    levels.indexOf(level) < levels.indexOf(from)
      ? () => undefined
      : (message: string, fields?: object) => console.error(line(level, message, fields))
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** A logger that adds fields to each line. */
export function withFields(logger: Logger, fields: object): Logger {
  return {
    debug: (message, more) => logger.debug(message, { ...fields, ...more }),
    info: (message, more) => logger.info(message, { ...fields, ...more }),
    warn: (message, more) => logger.warn(message, { ...fields, ...more }),
    error: (message, more) => logger.error(message, { ...fields, ...more }),
  }
}

function line(level: LogLevel, message: string, fields: object = {}): string {
  const time = new Date().toISOString().slice(11, 23)
  const shown = Object.entries(fields).map(([name, value]) => ` ${name}=${inShort(value)}`)
  return `${time} ${level.padEnd(5)} ${message}${shown.join('')}`
}

const inShort = (value: unknown) =>
  typeof value === 'string' && /^[^\s"]+$/.test(value) ? value : JSON.stringify(value)
