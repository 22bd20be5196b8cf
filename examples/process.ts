import { awsSwf, retrying, type Swf } from '@reyield/client'
import type { Worker } from '@reyield/worker'

// AWS's SDK says in every process that it leaves Node 20 in January 2027; the README says so once.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

/** A connection to the SWF at an endpoint; without one, to Amazon SWF. */
export function connectionTo(
  endpoint: string | undefined,
  domain = 'tutorial',
): { swf: Swf; domain: string } {
  return { swf: retrying(awsSwf(endpoint === undefined ? {} : { endpoint })), domain }
}

/** Where this process finds SWF: SWF_ENDPOINT and SWF_DOMAIN. */
export function connection(): { swf: Swf; domain: string } {
  return connectionTo(process.env.SWF_ENDPOINT, process.env.SWF_DOMAIN)
}

/** Says `ready` when all of them poll; serves tasks until SIGINT or SIGTERM, then lets open polls and running tasks end. */
export async function runUntilSignal(...workers: Worker[]): Promise<void> {
  const stop = () => void Promise.all(workers.map(worker => worker.stop()))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
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
