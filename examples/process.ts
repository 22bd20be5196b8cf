import { awsSwf, retrying, type Swf } from '@reyield/client'
import { consoleLogger, stopOnSignals, type Logger, type LogLevel, type Worker } from '@reyield/worker'

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
 * Runs workers until SIGINT or SIGTERM, then lets running tasks end. A second signal stops at once. Prints `ready` when all of them
 * poll.
 */
export async function runUntilSignal(...workers: Worker[]): Promise<void> {
  // Amazon SWF may give a task to an open poll for up to a minute. A local SWF ends polls at once
  const stopped = stopOnSignals(workers, { grace: '70s' })
  // the parent process has ended
  process.once('disconnect', () => workers.forEach(worker => void worker.stop({ grace: '1s' })))
  process.channel?.unref()
  const ready = Promise.all(workers.map(worker => worker.ready)).then(() => console.log('ready'))
  try {
    await Promise.all([ready, stopped])
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
