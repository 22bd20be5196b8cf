/**
 * The options of `worker.serveHealth`.
 *
 * @example
 * ```ts
 * await worker.serveHealth({ port: 9464, metrics: watch.metrics })
 * ```
 */
export interface HealthOptions {
  /** The TCP port. 0: any free port, which is in the returned server. */
  readonly port: number
  /**
   * The address to listen on. Default: all addresses, because probes of Kubernetes and Prometheus come from outside of the container.
   * Use `'127.0.0.1'` if all callers are on the same machine.
   */
  readonly host?: string
  /**
   * Returns the text of `/metrics` in Prometheus's format: `metrics` of `telemetry(…)`, or of another library. Default: none, and then
   * `/metrics` is not found.
   */
  readonly metrics?: () => string | Promise<string>
}

/** The health server of a worker. It's closed when the worker has stopped. */
export interface HealthServer {
  readonly port: number
  /** Closes it before the worker stops. */
  close(): Promise<void>
}
