import { jsonValue } from './log-value.ts'
import type { Logger, LogLevel } from './logger.ts'

/** What `fromPino` needs of a pino logger. */
export interface PinoLike {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
  isLevelEnabled?(level: string): boolean
}

/** What `fromWinston` needs of a winston logger. */
export interface WinstonLike {
  log(level: string, message: string, fields: object): unknown
  readonly levels: object
  isLevelEnabled?(level: string): boolean
}

/** Fields that pino writes itself. JSON with two members of one name would be ambiguous. */
const ofPino = new Set(['level', 'time', 'pid', 'hostname', 'msg'])

/** Fields that winston and its formats write themselves. A field `level` would change the level of the line. */
const ofWinston = new Set(['level', 'message', 'timestamp', 'splat'])

/**
 * Returns a logger that writes to a pino logger, with the same levels. Fields are members of the line. Values that JSON can't write are
 * replaced by readable text, and a field with the name of one of pino's (`level`, `time`, `pid`, `hostname`, `msg`) gets a `_` at its end.
 *
 * @example
 * ```ts
 * import { pino } from 'pino'
 *
 * const worker = createWorker({ ...connection, workflows, logger: fromPino(pino({ level: 'info' })) })
 * ```
 */
export function fromPino(logger: PinoLike): Logger {
  return fromMethods((level, message, fields) => {
    if (logger.isLevelEnabled?.(level) !== false) logger[level](written(fields, ofPino), message)
  })
}

/**
 * Returns a logger that writes to a winston logger. Its levels must include `error`; for each other level that it doesn't have, the
 * nearest one is used (`warning` for `warn` of syslog's levels). Fields are members of the line. Values that JSON can't write are replaced
 * by readable text, and a field with the name of one of winston's (`level`, `message`, `timestamp`, `splat`) gets a `_` at its end.
 *
 * @example
 * ```ts
 * import { createLogger, transports } from 'winston'
 *
 * const logger = createLogger({ transports: [new transports.Console()] })
 * const worker = createWorker({ ...connection, workflows, logger: fromWinston(logger) })
 * ```
 */
export function fromWinston(logger: WinstonLike): Logger {
  const known = (...names: string[]) => names.find(name => Object.hasOwn(logger.levels, name)) ?? 'error'
  const levels: Record<LogLevel, string> = {
    debug: known('debug', 'verbose', 'info'),
    info: known('info', 'notice'),
    warn: known('warn', 'warning'),
    error: 'error',
  }
  return fromMethods((level, message, fields) => {
    const name = levels[level]
    if (logger.isLevelEnabled?.(name) !== false) logger.log(name, message, written(fields, ofWinston))
  })
}

function fromMethods(write: (level: LogLevel, message: string, fields: object | undefined) => void): Logger {
  const method = (level: LogLevel) => (message: string, fields?: object) => write(level, message, fields)
  return { debug: method('debug'), info: method('info'), warn: method('warn'), error: method('error') }
}

/** The fields of a line as JSON can write them. */
function written(fields: object | undefined, reserved: ReadonlySet<string>): object {
  const line: Record<string, unknown> = {}
  for (const name of Object.keys(fields ?? {})) {
    line[reserved.has(name) ? `${name}_` : name] = jsonValue(valueOf(fields!, name))
  }
  return line
}

function valueOf(fields: object, name: string): unknown {
  try {
    return (fields as Record<string, unknown>)[name]
  } catch {
    return '(its getter throws)'
  }
}
