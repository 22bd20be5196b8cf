/** Where a worker tells what happens. `fields` are data: workflowId, runId, code, … */
export interface Logger {
  debug(message: string, fields?: object): void
  info(message: string, fields?: object): void
  warn(message: string, fields?: object): void
  error(message: string, fields?: object): void
}

/** The default: a line on the console for everything but `debug`. */
export const consoleLogger: Logger = Object.freeze({
  debug: () => undefined,
  info: (message: string, fields?: object) => console.log(line(message, fields)),
  warn: (message: string, fields?: object) => console.warn(line(message, fields)),
  error: (message: string, fields?: object) => console.error(line(message, fields)),
})

/** A logger that adds fields to each line. */
export function withFields(logger: Logger, fields: object): Logger {
  return {
    debug: (message, more) => logger.debug(message, { ...fields, ...more }),
    info: (message, more) => logger.info(message, { ...fields, ...more }),
    warn: (message, more) => logger.warn(message, { ...fields, ...more }),
    error: (message, more) => logger.error(message, { ...fields, ...more }),
  }
}

const line = (message: string, fields: object | undefined) =>
  fields === undefined || Object.keys(fields).length === 0 ? message : `${message} ${JSON.stringify(fields)}`
