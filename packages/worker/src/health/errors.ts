import { ReyieldError } from '@reyield/workflow'

/**
 * The health server of a worker can't listen on its port: another process uses it, or this one isn't allowed to.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'HEALTH_PORT_UNUSABLE')) console.error(error.message)
 * ```
 */
export class HealthPortError extends ReyieldError<'HEALTH_PORT_UNUSABLE'> {
  static {
    this.prototype.name = 'HealthPortError'
  }
  constructor(host: string | undefined, port: number, cause: NodeJS.ErrnoException) {
    const why =
      cause.code === 'EADDRINUSE'
        ? 'the port is in use. Choose another port, or end the process that listens there'
        : cause.code === 'EACCES'
          ? 'this process is not allowed to. Choose a port from 1024'
          : `${cause.message}. Choose a host and a port of this machine`
    const address = host?.includes(':') === true ? `[${host}]` : host
    const where = address === undefined ? `port ${port}` : `${address}:${port}`
    super('HEALTH_PORT_UNUSABLE', `The health server can't listen on ${where}: ${why}`, { cause })
  }
}
