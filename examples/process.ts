import { awsSwf, retrying, type Swf } from '@reyield/client'
import { consoleLogger, type Logger, type LogLevel, type Worker } from '@reyield/worker'

// AWS's SDK says in every process that it leaves Node 20 in January 2027; the README says so once.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

/** A connection to the SWF at an endpoint; without one, to Amazon SWF. */
export function connectionTo(
  endpoint: string | undefined,
  domain = 'tutorial',
): { swf: Swf; domain: string } {
  return { swf: retrying(awsSwf(endpoint === undefined ? {} : { endpoint })), domain }
}

/** Where this process finds SWF: SWF_ENDPOINT and SWF_DOMAIN. REYIELD_LOG=debug has it tell what it does. */
export function connection(): { swf: Swf; domain: string; logger: Logger } {
  const { SWF_ENDPOINT, SWF_DOMAIN, REYIELD_LOG = 'warn' } = process.env
  const logger = consoleLogger({ level: REYIELD_LOG as LogLevel })
  return { ...connectionTo(SWF_ENDPOINT, SWF_DOMAIN), logger }
}

/**
 * Amazon SWF may have given a task to a poll that is open, so those are waited for; a local SWF never gives one to a poll
 * that has been left.
 */
const grace = process.env.SWF_ENDPOINT === undefined ? '70s' : '500ms'

/**
 * Says `ready` when all of them poll; serves tasks until SIGINT or SIGTERM, then lets running tasks end. A second signal
 * waits for nothing.
 */
export async function runUntilSignal(...workers: Worker[]): Promise<void> {
  let asked = false
  const stop = () => {
    for (const worker of workers) void worker.stop(asked ? { now: true } : { grace })
    asked = true
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.once('disconnect', stop) // whoever started this has ended, however it did
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
