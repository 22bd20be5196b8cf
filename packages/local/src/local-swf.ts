import type { AccessKey } from './access/access-key.ts'
import { CloseWaiters } from './service/close-waiters.ts'
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
import { otherRegionWarning } from './service/other-region-warning.ts'
import { realClock } from './clock/real-clock.ts'
import { checkedRegion, defaultRegion, isServiceRegion } from './model/regions.ts'
import { Sequencer } from './service/sequencer.ts'
import { memoryStorage } from './storage/memory.ts'
import { sqliteStorage } from './storage/sqlite.ts'
import { watch } from './storage/watch.ts'
import { Throttle } from './service/throttle.ts'
import { version } from './version.ts'

/** How a local SWF is made. */
export interface LocalSwfOptions
  extends Pick<MachineOptions, 'limits' | 'region' | 'account' | 'randomId'>, LambdaOptions {
  /** A database file, made if it isn't there; or `:memory:`, the default. */
  readonly db?: string
  /** Default: the process's clock. `testClock()` stands still until it is told to go on. */
  readonly clock?: Clock
  /** How long a poll waits for a task, in seconds. Default 55: SWF's own 60 are as long as some clients' sockets wait. */
  readonly pollSeconds?: number
  /**
   * Whether requests and decisions are held to SWF's documented rates: ThrottlingException, and …_RATE_EXCEEDED in
   * histories. Default false.
   */
  readonly throttle?: boolean
  /**
   * The keys that requests over HTTP must be signed with, unless `listen` is given its own. Default: none. Requests of this
   * process (`swf`, `requestHandler`) need no key.
   */
  readonly accessKeys?: readonly AccessKey[] | undefined
  /**
   * `separate`: as in the service, each region has domains, quotas and rates of its own, and the region of a request is the one
   * that it was signed for; direct calls, unsigned requests and those signed for no region of AWS (such as `local`) have the server's
   * `region`. Default `one`: all requests count as
   * those of the server's `region`, whatever they were signed for.
   */
  readonly regions?: 'one' | 'separate'
  /** Told what needs attention, though the server goes on. Default: it is written to the console. */
  readonly onWarning?: (warning: LocalSwfWarning) => void
  /** What goes wrong between clients and SWF, for tests. Default: nothing. */
  readonly faults?: FaultOptions
  /**
   * Called once when the log can no longer be written, or its file is no longer there (DB_MOVED). From then on every request is
   * answered with a fault 500.
   */
  readonly onFatal?: (error: unknown) => void
}

/** Amazon SWF on one machine. */
export interface LocalSwf {
  /** The direct transport: SWF's actions as methods, in the AWS SDK's shapes, in this process. */
  readonly swf: DirectTransport
  /** Opens a transport over HTTP. */
  listen(options?: ListenOptions): Promise<Listening>
  /** A `requestHandler` for clients of the AWS SDK (v3) in this process. */
  requestHandler(): RequestHandler
  readonly clock: Clock
  /**
   * Other faults from here on; undefined: none.
   *
   * @throws LocalSwfError OPTION_INVALID
   */
  setFaults(faults: FaultOptions | undefined): void
  /** Ends polls that wait, commits what is left, closes transports and database. */
  close(): Promise<void>
}

/**
 * Makes a local SWF: from the database file if there is one, with everything that was acknowledged before; what is overdue
 * happens at once, in order of deadlines.
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
      `pollSeconds is ${pollSeconds}: expected seconds from 0 to 3600`,
    )
  }
  const own = checkedRegion(options.region ?? defaultRegion)
  const invoke = lambdaInvoker(options)
  const warn = options.onWarning ?? (({ code, message }) => console.warn(`${code}: ${message}`))
  const onMigrated = ({ rows, region }: { rows: number; region: string }) =>
    warn({
      code: 'DB_MIGRATED',
      message: `${db} was written by an earlier version; its ${rows} transactions now belong to the region ${region}`,
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
    onCommitted: transaction => closeWaiters.committed(transaction),
    onFatal(error) {
      closeWaiters.end(error)
      if (options.onFatal !== undefined) options.onFatal(error)
      else console.error('The local SWF can no longer write its log:', error)
    },
  })
  const requests = new InjectedFaults(sequencer)
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
        await Promise.all(open)
        sequencer.close()
        stopWatching()
        closeWaiters.end(
          new LocalSwfError('SERVER_CLOSED', 'The local SWF was closed before the execution was'),
        )
        storage.close()
      })()),
  }
}
