import { awsSwf, retrying, type Swf } from '@reyield/client'
import { consoleLogger, type Logger, type LogLevel, type Worker } from '@reyield/worker'

// The AWS SDK warns in every process that it drops Node 20 in January 2027. The README says so once.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

/** A connection to the SWF at an endpoint, or to Amazon SWF if there is none. */
export function connectionTo(
  endpoint: string | undefined,
  domain = 'tutorial',
): { swf: Swf; domain: string } {
  return { swf: retrying(awsSwf(endpoint === undefined ? {} : { endpoint })), domain }
}

/** The connection of this process, from SWF_ENDPOINT and SWF_DOMAIN, and a logger. REYIELD_LOG=debug logs the most. */
export function connection(): { swf: Swf; domain: string; logger: Logger } {
  const { SWF_ENDPOINT, SWF_DOMAIN, REYIELD_LOG = 'warn' } = process.env
  const logger = consoleLogger({ level: REYIELD_LOG as LogLevel })
  return { ...connectionTo(SWF_ENDPOINT, SWF_DOMAIN), logger }
}

/**
 * Amazon SWF may give a task to any open poll, so the worker waits for them before it stops. A local SWF never gives a task to an
 * abandoned poll.
 */
const grace = process.env.SWF_ENDPOINT === undefined ? '70s' : '500ms'

/**
 * Runs workers until SIGINT or SIGTERM, then lets running tasks end. A second signal stops at once. Prints `ready` when all of them
 * poll.
 */
export async function runUntilSignal(...workers: Worker[]): Promise<void> {
  let stopping = false
  const stop = () => {
    for (const worker of workers) void worker.stop(stopping ? { now: true } : { grace })
    stopping = true
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.once('disconnect', stop) // the parent process has ended
  process.channel?.unref()
  try {
    await Promise.all(workers.map(worker => worker.ready))
    console.log('ready')
    await Promise.all(workers.map(worker => worker.stopped))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
    stop()
  }
}
