import { hostname } from 'node:os'
import { InvalidOptionError, type OneOrMore, type Swf, type Timers } from '@reyield/client'
import { interceptedSwf, realTimers } from '@reyield/client/internal'
import { superjson, type ErrorData, type PayloadPipeline } from '@reyield/data'
import { identityOf, isBuildId, pipelineOf, type Pipeline } from '@reyield/data/internal'
import type { Serializer } from '@reyield/workflow'
import { checkName } from '@reyield/workflow/internal'
import { shown } from '../logging/shown.ts'
import { interceptorLists, type InterceptorLists, type Interceptors } from '../interceptors/interceptors.ts'
import { watchingOutages } from '../loop/outage.ts'
import type { PerLoop } from './limits.ts'
import { consoleLogger, neverThrows, safeLogger, type Logger } from '../logging/logger.ts'

/**
 * The options of every worker, whether it decides, runs activities, or both.
 *
 * @example
 * ```ts
 * const options: WorkerOptions = { swf: retrying(awsSwf()), domain: 'shop', taskList: 'orders', logger: consoleLogger({ level: 'info' }) }
 * const worker = createWorker({ ...options, workflows: [order] })
 * ```
 */
export interface WorkerOptions {
  /**
   * The binding to SWF. Wrap it in `retrying`, which backs off when SWF can't be reached. The worker logs such an outage once when it
   * begins and once when it ends.
   */
  readonly swf: Swf
  readonly domain: string
  /** The task list to poll. SWF keeps decision tasks and activity tasks of one name apart. */
  readonly taskList: string
  /** Reads and writes payloads of types without a serializer of their own. Default superjson. */
  readonly serializer?: Serializer
  /**
   * The codecs that encode payloads after the serializer and decode them before it, in their order: `[compression(), encryption({ … })]`.
   * Must be the same as the clients'. Default: none.
   */
  readonly pipeline?: PayloadPipeline
  /**
   * Returns the data to record with an error besides its name, message, code, classes and stack, as JSON; `undefined`: none. Called
   * for each error of a failure, including its causes. Default, and used if the function throws: own properties that are scalars or flat
   * data, without those that have the name of a secret (`password`, `token`, `authorization`, `cookie`, `apiKey`, …) or look like one.
   *
   * @example
   * ```ts
   * errorData: error => (error instanceof CardDeclined ? { orderId: error.orderId } : undefined)
   * ```
   */
  readonly errorData?: ErrorData
  /**
   * With a pipeline, `reason` of a failure contains only the class of the error, and the message is encoded with the details. If true,
   * `reason` contains the readable message as well, for SWF's consoles and other deciders. Default false.
   */
  readonly readableReasons?: boolean
  /**
   * Allows payloads in log lines, in the error of the execution context and in the diff of a nondeterminism error: inputs, and messages
   * of errors of workflows and activities, which may quote payloads. For development. Default false.
   */
  readonly logPayloads?: boolean
  /**
   * The most tasks that the worker works on at a time. A number is for each kind of task: with both workflows and activities,
   * `concurrency: 8` means up to 8 decision tasks and up to 8 activity tasks. Default `{ decisions: 4, activities: 10 }`.
   *
   * @example
   * ```ts
   * createWorker({ ...connection, workflows, activities, concurrency: { decisions: 4, activities: 50 } })
   * ```
   */
  readonly concurrency?: PerLoop
  /**
   * The most polls of a task list that may be open at a time. A number is for each kind of task, as with `concurrency`. A poll counts as
   * a task for `concurrency`, since it may return one. So there are never more polls of a list than `concurrency` allows. A decider
   * with a cache also polls a task list of its own, with as many polls again. Default 4; with a local SWF in the same process, as many as
   * `concurrency`.
   */
  readonly pollers?: PerLoop
  /**
   * The id of the build that this worker runs: a commit, a version, the digest of an image. It's a part of the default `identity`, so SWF
   * records which build has decided each decision task. Views of executions show it, and can replay with the code of that build. 1 to
   * 128 characters without white space or control characters. Default: the environment variable REYIELD_BUILD_ID, else none.
   *
   * @example
   * ```ts
   * createWorker({ ...connection, workflows, buildId: process.env.GIT_COMMIT })
   * ```
   */
  readonly buildId?: string | undefined
  /**
   * SWF records it in the events of the tasks that this worker receives. At most 256 characters. Default `<process id>@<host name>
   * build/<buildId>`, or `<process id>@<host name>` without a build id.
   */
  readonly identity?: string
  /**
   * Registers the domain and the types of workflows and activities before the first poll. Types registered with other values are
   * logged. If the worker lacks the permission to register, it logs that and polls anyway. Default true.
   */
  readonly register?: boolean
  /**
   * Receives log lines. Default: the standard error, without `debug`; see `consoleLogger`. If a logger throws (or rejects, if it's
   * async), only its lines are lost. The first such error is reported on the standard error.
   */
  readonly logger?: Logger
  /**
   * Called with every error that is logged: once for an outage of SWF, for failed polls, for tasks that can't be decided, for responses
   * that SWF refuses, and for errors of workflows and activities that no code catches. If it throws or rejects, that is logged.
   */
  readonly onError?: (error: unknown, about: object) => unknown
  /**
   * Functions around activities, decision tasks and requests to SWF; of a list, the first is the outermost. An error in one affects only
   * its own task. See docs/guide/observability.md. Default: none.
   */
  readonly interceptors?: OneOrMore<Interceptors>
  /** The clock and its timers. Default: those of the process. */
  readonly timers?: Timers
}

/** The options of both loops of a worker, with their defaults. */
export type Settings = Required<
  Omit<WorkerOptions, 'errorData' | 'concurrency' | 'pollers' | 'buildId' | 'interceptors' | 'pipeline'>
> & {
  readonly pipeline: Pipeline
  readonly interceptors: InterceptorLists
  readonly errorData: ErrorData | undefined
}

/** Fills in the defaults. */
export function settingsOf(options: WorkerOptions): Settings {
  const pipeline = pipelineOf(options.pipeline)
  const logger = safeLogger(options.logger ?? consoleLogger(), loggerFailed)
  const { logPayloads = false } = options
  const buildId = buildIdFrom(options)
  const timers = options.timers ?? realTimers
  const onError: Settings['onError'] = (error, about) => {
    neverThrows(
      () => options.onError?.(error, about),
      thrown => logger.error(`onError threw: ${shown(thrown, logPayloads)}`, about),
    )
  }
  const interceptors = interceptorLists(options.interceptors)
  const place = { domain: options.domain, taskList: options.taskList }
  return {
    swf: watchingOutages(interceptedSwf(options.swf, interceptors.request), timers, {
      begins(error, message) {
        logger.warn(message, place)
        onError(error, place)
      },
      ends: (message, milliseconds) => logger.info(message, { ...place, milliseconds }),
    }),
    domain: options.domain,
    taskList: checkName(options.taskList, "The worker's task list"),
    serializer: options.serializer ?? superjson,
    pipeline,
    errorData: options.errorData,
    readableReasons: options.readableReasons ?? false,
    logPayloads,
    identity: options.identity?.slice(0, 256) ?? identityOf({ pid: process.pid, host: hostname(), buildId }),
    register: options.register ?? true,
    logger,
    onError,
    interceptors,
    timers,
  }
}

/** The build id of the options, or else of the environment. An empty variable is one that isn't set. */
function buildIdFrom({ buildId }: WorkerOptions): string | undefined {
  const [name, given] =
    buildId === undefined
      ? ['REYIELD_BUILD_ID', process.env['REYIELD_BUILD_ID'] || undefined]
      : ['buildId', buildId]
  if (given === undefined || isBuildId(given)) return given
  const expected = '1 to 128 characters without white space or control characters'
  throw new InvalidOptionError(name, JSON.stringify(given), expected)
}

/** Reports an error of the logger once, on the standard error. The worker continues without the logger's lines. */
function loggerFailed(error: unknown): void {
  try {
    console.error(`Reyield: the worker's logger threw, and its lines may be lost: ${shown(error, false)}`)
  } catch {
    // there is nowhere else to report it
  }
}
