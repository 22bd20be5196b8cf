import { hostname } from 'node:os'
import type { Swf, Timers } from '@reyield/client'
import { realTimers } from '@reyield/client/internal'
import { identityPipeline, superjson, type ErrorData, type PayloadPipeline } from '@reyield/data'
import type { Serializer } from '@reyield/workflow'
import { checkName } from '@reyield/workflow/internal'
import { shown } from '../logging/shown.ts'
import { watchingOutages } from '../loop/outage.ts'
import type { PerLoop } from './limits.ts'
import { consoleLogger, neverThrows, safeLogger, type Logger } from '../logging/logger.ts'

/** The options of every worker, whether it decides, runs activities, or both. */
export interface WorkerOptions {
  /**
   * SWF; wrap a binding in `retrying`, which backs off when SWF can't be reached. The worker logs such an outage as one warning,
   * and once when it's over.
   */
  readonly swf: Swf
  readonly domain: string
  /** The task list to poll. SWF keeps decision tasks and activity tasks of one name apart. */
  readonly taskList: string
  /** How payloads are written where a type doesn't say. Default superjson. */
  readonly serializer?: Serializer
  /** Between serializer and wire; the same as the clients'. Default: nothing. */
  readonly pipeline?: PayloadPipeline
  /**
   * What is recorded of an error beside its name, message, code, classes and stack, as JSON; `undefined`: nothing. Called for
   * each error of a failure, its causes too. Default, also where it throws: own properties that are scalars or flat data, without
   * those that have the name of a secret (`password`, `token`, `authorization`, `cookie`, `apiKey`, …) or look like one.
   *
   * @example
   * ```ts
   * errorData: error => (error instanceof CardDeclined ? { orderId: error.orderId } : undefined)
   * ```
   */
  readonly errorData?: ErrorData
  /**
   * With a pipeline, `reason` of a failure holds the class of the error alone, and the message is encoded with the details. True:
   * the message stays readable in `reason`, for SWF's consoles and other deciders. Default false.
   */
  readonly readableReasons?: boolean
  /**
   * Log lines, the error in the execution context and the diff of a non-determinism error may show payloads: inputs, and messages of
   * the errors of workflows and activities, which may quote one. For development. Default false.
   */
  readonly logPayloads?: boolean
  /**
   * How many tasks the worker has in hand at a time. A number is for each kind of task: with both workflows and activities,
   * `concurrency: 8` means up to 8 decision tasks and up to 8 activity tasks. Default `{ decisions: 4, activities: 10 }`.
   *
   * @example
   * ```ts
   * createWorker({ ...connection, workflows, activities, concurrency: { decisions: 4, activities: 50 } })
   * ```
   */
  readonly concurrency?: PerLoop
  /**
   * How many polls may be open at a time. A number is for each kind of task, as with `concurrency`. A poll counts as a task in
   * hand, since it may bring one; so there are never more polls than `concurrency` allows. Default 4.
   */
  readonly pollers?: PerLoop
  /** SWF records it in the events of the tasks that this worker takes. Default `<host name>:<process id>`. */
  readonly identity?: string
  /**
   * Registers the domain and the types of workflows and activities before the first poll; what is registered with other values is
   * logged. Default true. Without rights to register, the worker logs it and goes on.
   */
  readonly register?: boolean
  /**
   * Default: the standard error, without `debug`; see `consoleLogger`. If a logger throws (or rejects, if it's async), only its
   * lines are lost; the first time is reported on the standard error.
   */
  readonly logger?: Logger
  /**
   * Called with every error that is logged: of an outage of SWF once, of polls, of tasks that can't be decided, of answers that SWF refuses, and errors
   * of workflows and activities that no code catches. What it throws, or rejects with, is logged.
   */
  readonly onError?: (error: unknown, about: object) => unknown
  /** For waiting; default the process's clock. */
  readonly timers?: Timers
}

/** What both loops of a worker share: the options with their defaults. */
export type Settings = Required<Omit<WorkerOptions, 'errorData' | 'concurrency' | 'pollers'>> & {
  readonly errorData: ErrorData | undefined
}

/** Fills in the defaults. */
export function settingsOf(options: WorkerOptions): Settings {
  const logger = safeLogger(options.logger ?? consoleLogger(), loggerFailed)
  const { logPayloads = false } = options
  const timers = options.timers ?? realTimers
  const onError: Settings['onError'] = (error, about) => {
    neverThrows(
      () => options.onError?.(error, about),
      thrown => logger.error(`onError has thrown: ${shown(thrown, logPayloads)}`),
    )
  }
  const place = { domain: options.domain, taskList: options.taskList }
  return {
    swf: watchingOutages(options.swf, timers, {
      begins(error, message) {
        logger.warn(message, place)
        onError(error, place)
      },
      ends: (message, milliseconds) => logger.info(message, { ...place, milliseconds }),
    }),
    domain: options.domain,
    taskList: checkName(options.taskList, "The worker's task list"),
    serializer: options.serializer ?? superjson,
    pipeline: options.pipeline ?? identityPipeline,
    errorData: options.errorData,
    readableReasons: options.readableReasons ?? false,
    logPayloads,
    identity: (options.identity ?? `${hostname()}:${process.pid}`).slice(0, 256),
    register: options.register ?? true,
    logger,
    onError,
    timers,
  }
}

/** Reported once, where somebody may see it: the worker goes on without the logger's lines. */
function loggerFailed(error: unknown): void {
  try {
    console.error(
      `Reyield: the worker's logger has thrown, and its lines may be lost: ${shown(error, false)}`,
    )
  } catch {
    // there is nowhere else to report it
  }
}
