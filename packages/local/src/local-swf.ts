import type { AccessKey } from './access/access-key.ts'
import { CloseWaiters } from './service/close-waiters.ts'
import { ClosingEvents } from './service/closing-events.ts'
import type { Clock } from './clock/clock.ts'
import { directTransport, type DirectTransport } from './transports/direct.ts'
import type { Health } from './transports/http/health.ts'
import { listen, type Listening, type ListenOptions } from './transports/http/listen.ts'
import { requestHandler, type RequestHandler } from './transports/request-handler.ts'
import { LocalSwfError, type LocalSwfWarning } from './errors.ts'
import type { FaultOptions } from './faults/fault-sampler.ts'
import { InjectedFaults } from './faults/injected-faults.ts'
import { lambdaInvoker, type LambdaOptions } from './lambda/invoke.ts'
import { createMachine, type MachineOptions } from './machine/machine.ts'
import type { NextDeadline } from './machine/next-deadline.ts'
import { reportEvents, type CommittedEvents } from './service/committed-events.ts'
import { otherRegionWarning } from './service/other-region-warning.ts'
import { realClock } from './clock/real-clock.ts'
import { checkedRegion, defaultRegion, isServiceRegion } from './model/regions.ts'
import { Sequencer } from './service/sequencer.ts'
import { memoryStorage } from './storage/memory.ts'
import { sqliteStorage } from './storage/sqlite.ts'
import { watch } from './storage/watch.ts'
import { Throttle } from './service/throttle.ts'
import { version } from './version.ts'

/**
 * Options of `createLocalSwf`.
 *
 * @example
 * ```ts
 * const local = await createLocalSwf({ db: 'swf.sqlite', pollSeconds: 20, lambda: { double: input => String(2 * Number(input)) } })
 * ```
 */
export interface LocalSwfOptions
  extends Pick<MachineOptions, 'limits' | 'region' | 'account' | 'randomId'>, LambdaOptions {
  /** The database file. It's created if it doesn't exist. Default `:memory:`: nothing is stored. */
  readonly db?: string
  /** Default `realClock()`. A `testClock()` stands still until a test advances it. */
  readonly clock?: Clock
  /**
   * How long a poll waits for a task, in seconds. Default 55. Amazon SWF waits for 60 seconds, which is also the socket timeout
   * of some clients.
   */
  readonly pollSeconds?: number
  /**
   * Whether SWF's documented rate limits apply. Requests over the limit fail with ThrottlingException, and decisions fail with
   * a cause that ends in `_RATE_EXCEEDED`. Default false.
   */
  readonly throttle?: boolean
  /**
   * The keys that requests over HTTP must be signed with. `listen` can override them. Default: none. Requests from the same
   * process (`swf`, `requestHandler`) need no key.
   */
  readonly accessKeys?: readonly AccessKey[] | undefined
  /**
   * Whether regions are kept apart. Default `one`: every request belongs to the server's `region`, whatever region it's signed
   * for. With `separate`, each region has its own domains, quotas and rates, as in Amazon SWF, and a request belongs to the
   * region that it's signed for. Direct calls, unsigned requests and requests signed for a name that isn't an AWS region (such as
   * `local`) then belong to the server's `region`.
   */
  readonly regions?: 'one' | 'separate'
  /** Called with each warning. Default: writes it to the console. */
  readonly onWarning?: (warning: LocalSwfWarning) => void
  /**
   * Called with the new events of an execution when they're durable, in their order. Default: nothing is called. An error that it throws
   * is an uncaught error of the process.
   */
  readonly onEvents?: (committed: CommittedEvents) => void
  /** Faults to inject between clients and SWF, for tests. Default: none. */
  readonly faults?: FaultOptions
  /**
   * Called once when the log can no longer be written or its file was moved (DB_MOVED). From then on, every request fails with
   * InternalFailure (status 500). Default: writes the error to the console.
   */
  readonly onFatal?: (error: unknown) => void
}

/**
 * A running local SWF.
 *
 * @example
 * ```ts
 * const local = await createLocalSwf({ db: 'swf.sqlite' })
 * const { url } = await local.listen({ port: 4577 }) // for clients in other processes
 * const { domainInfos } = await local.swf.listDomains({ registrationStatus: 'REGISTERED' }) // for this process
 * console.log(url, domainInfos)
 * await local.close()
 * ```
 */
export interface LocalSwf {
  /** The direct transport: SWF's actions as methods, with the AWS SDK's input and output types, in this process. */
  readonly swf: DirectTransport
  /**
   * Starts an HTTP server for SWF clients. It can be called more than once.
   *
   * @throws LocalSwfError PORT_IN_USE, HOST_UNPROTECTED, ACCESS_KEYS_INVALID, TLS_INVALID, OPTION_INVALID
   */
  listen(options?: ListenOptions): Promise<Listening>
  /** Returns a `requestHandler` for clients of the AWS SDK (v3) in this process. */
  requestHandler(): RequestHandler
  readonly clock: Clock
  /** The next timer or timeout of all executions; undefined if there is none. */
  nextDeadline(): NextDeadline | undefined
  /**
   * Replaces the injected faults; `undefined` injects none.
   *
   * @throws LocalSwfError OPTION_INVALID
   */
  setFaults(faults: FaultOptions | undefined): void
  /** Ends waiting polls, commits what isn't committed yet, and closes the HTTP servers and the database. */
  close(): Promise<void>
}

/**
 * Creates a local SWF. If the database file exists, the local SWF continues with everything that was acknowledged before. Timers
 * and timeouts that became due in the meantime happen at once, in the order of their deadlines.
 *
 * @throws LocalSwfError DB_LOCKED, DB_FOREIGN, DB_TOO_NEW, DB_DAMAGED, DB_UNWRITABLE, OPTION_INVALID
 * @example
 * ```ts
 * const local = await createLocalSwf({ db: 'swf.sqlite' })
 * await local.swf.registerDomain({ name: 'shop', workflowExecutionRetentionPeriodInDays: '7' })
 * const { url } = await local.listen({ port: 4577 })
 * ```
 */
export async function createLocalSwf(options: LocalSwfOptions = {}): Promise<LocalSwf> {
  const { db = ':memory:', clock = realClock(), pollSeconds = 55 } = options
  if (!(pollSeconds >= 0 && pollSeconds <= 3600)) {
    throw new LocalSwfError(
      'OPTION_INVALID',
      `pollSeconds is ${pollSeconds}: expected a number of seconds from 0 to 3600`,
    )
  }
  const own = checkedRegion(options.region ?? defaultRegion)
  const invoke = lambdaInvoker(options)
  const warn = options.onWarning ?? (({ code, message }) => console.warn(`${code}: ${message}`))
  const onMigrated = ({ rows, region }: { rows: number; region: string }) =>
    warn({
      code: 'DB_MIGRATED',
      message: `${db} was written by an earlier version and has been migrated. Its ${rows} transactions now belong to the region ${region}`,
    })
  const storage = db === ':memory:' ? memoryStorage() : sqliteStorage(db, { region: own, onMigrated })
  const closeWaiters = new CloseWaiters()
  const throttle = options.throttle === true ? new Throttle() : undefined
  const sequencer = new Sequencer({
    machine: createMachine({
      ...options,
      ...(throttle && { withinRate: (...asked) => throttle.withinRate(...asked) }),
    }),
    throttle,
    storage,
    clock,
    invoke,
    pollTime: pollSeconds * 1000,
    onWarning: warn,
    regionOf: ({ region = own }) =>
      options.regions === 'separate' && isServiceRegion(region) ? region : own,
    onUnknownDomain: otherRegionWarning(warn),
    onCommitted(transaction) {
      closeWaiters.committed(transaction)
      if (options.onEvents !== undefined) reportEvents(transaction, options.onEvents)
    },
    onFatal(error) {
      closeWaiters.failAll(error)
      closingEvents.fail(error)
      if (options.onFatal !== undefined) options.onFatal(error)
      else console.error('The local SWF can no longer write its log:', error)
    },
  })
  const closingEvents = new ClosingEvents({
    sequencer,
    waiters: closeWaiters,
    clock,
    pollTime: pollSeconds * 1000,
  })
  const requests = new InjectedFaults(closingEvents)
  try {
    requests.set(options.faults)
    sequencer.open()
  } catch (error) {
    storage.release()
    throw error
  }
  const stopWatching = watch(storage, error => sequencer.fail(error))
  const health = (): Health => ({
    status: sequencer.failed ? 'failed' : 'ok',
    version: version(),
    clock: sequencer.clock,
    database: sequencer.failed ? 'failed' : 'ok',
  })
  const transports = new Set<Listening>()
  let closing: Promise<void> | undefined
  return {
    swf: directTransport(requests, sequencer, closeWaiters),
    clock,
    nextDeadline: () => sequencer.nextDeadline,
    setFaults: faults => requests.set(faults),
    requestHandler: () => requestHandler(requests),
    async listen(where) {
      const accessKeys = where?.accessKeys ?? options.accessKeys
      const transport = await listen(requests, { ...where, accessKeys }, health)
      transports.add(transport)
      return transport
    },
    close: () =>
      (closing ??= (async () => {
        const open = [...transports].map(transport => transport.close())
        sequencer.endPolls()
        closingEvents.end()
        await Promise.all(open)
        sequencer.close()
        stopWatching()
        const error = new LocalSwfError('SERVER_CLOSED', 'The local SWF was closed before the execution was')
        closeWaiters.failAll(error)
        closingEvents.fail(error)
        storage.close()
      })()),
  }
}
