import { ReyieldError } from '@reyield/workflow'

/**
 * A request to the console's server is wrong: an unknown address, a missing or wrong parameter, a body that can't be read.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'REQUEST_INVALID')) console.error(error.message)
 * ```
 */
export class InvalidRequestError extends ReyieldError<'REQUEST_INVALID'> {
  static {
    this.prototype.name = 'InvalidRequestError'
  }
  /** The status of HTTP. */
  readonly status: number
  constructor(message: string, status = 400) {
    super('REQUEST_INVALID', message)
    this.status = status
  }
}

/**
 * The console's server refuses a request: it has no token or another one, or it comes from another web site.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'REQUEST_FORBIDDEN')) console.error(error.message)
 * ```
 */
export class ForbiddenRequestError extends ReyieldError<'REQUEST_FORBIDDEN'> {
  static {
    this.prototype.name = 'ForbiddenRequestError'
  }
  /** The status of HTTP: 401 without a token, 403 else. */
  readonly status: 401 | 403
  constructor(message: string, status: 401 | 403 = 403) {
    super('REQUEST_FORBIDDEN', message)
    this.status = status
  }
}

/**
 * The console was asked to change something, but it only reads: it was started with `--read-only`, or only files are open.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'CONSOLE_READ_ONLY')) console.error(error.message)
 * ```
 */
export class ReadOnlyConsoleError extends ReyieldError<'CONSOLE_READ_ONLY'> {
  static {
    this.prototype.name = 'ReadOnlyConsoleError'
  }
  constructor(why: string) {
    super('CONSOLE_READ_ONLY', `This console changes nothing: ${why}`)
  }
}

/**
 * The console's server can't listen on its port: another process uses it, or this one isn't allowed to.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'CONSOLE_PORT_UNUSABLE')) console.error(error.message)
 * ```
 */
export class ConsolePortError extends ReyieldError<'CONSOLE_PORT_UNUSABLE'> {
  static {
    this.prototype.name = 'ConsolePortError'
  }
  constructor(host: string, port: number, cause: NodeJS.ErrnoException) {
    const why =
      cause.code === 'EADDRINUSE'
        ? 'the port is in use. Choose another port, or end the process that listens there'
        : cause.code === 'EACCES'
          ? 'this process is not allowed to. Choose a port from 1024'
          : `${cause.message}. Choose a host and a port of this machine`
    super('CONSOLE_PORT_UNUSABLE', `The console can't listen on ${authority(host, port)}: ${why}`, { cause })
  }
}

/** A host and a port, as a URL has them. */
export const authority = (host: string, port: number): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`
