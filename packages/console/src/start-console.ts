import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InvalidOptionError } from '@reyield/client'
import { superjson } from '@reyield/data'
import { pipelineOf } from '@reyield/data/internal'
import { milliseconds } from '@reyield/workflow'
import type { App } from './app.ts'
import { AttentionScan } from './attention/attention-scan.ts'
import { BulkPlans } from './bulk/bulk-plans.ts'
import { Code } from './code/code.ts'
import { authority, type ConsolePortError } from './errors.ts'
import { OpenFiles } from './files/open-files.ts'
import { loadAssets } from './http/assets.ts'
import { isLoopback } from './http/guard.ts'
import { consoleServer, listening } from './http/server.ts'
import { EventHub } from './live/event-hub.ts'
import type { ConsoleOptions, RunningConsole } from './options.ts'
import { SeenTaskLists } from './task-lists/seen.ts'
import { Service } from './service/service.ts'
import { encrypts } from './values/payload-page.ts'

/** The port that is used if it's free. */
const usualPort = 4580
const usualBudget = 900
const usualCalls = 10

/** The page, which the package contains. */
const assetFolder = fileURLToPath(new URL('../assets', import.meta.url))

/**
 * Starts the server of the console: a page that shows executions, their source code, and every moment in between. It listens on this machine
 * only, unless `host` says otherwise. Changes need the token that is in `url`.
 *
 * @throws ConsolePortError (CONSOLE_PORT_UNUSABLE), InvalidOptionError (OPTION_INVALID), InvalidPipelineError (PIPELINE_INVALID), InvalidHistoryError
 * (HISTORY_INVALID) for a file
 * @example
 * ```ts
 * const running = await startConsole({ swf: retrying(awsSwf()), domain: 'shop', code: hostsOf({ workflows: ['dist/workflows.js'] }) })
 * console.log(`Open ${running.url}`)
 * ```
 */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const { host = '127.0.0.1', token = randomBytes(24).toString('base64url') } = options
  const { app, service, code } = appOf(options)
  const server = consoleServer({
    app,
    access: { host, token, whyReadOnly: app.whyReadOnly },
    assets: loadAssets(assetFolder),
    onError: options.onError ?? (error => console.error(error)),
  })
  let closing: Promise<void> | undefined
  const end = async () => {
    service?.end()
    app.attention?.end()
    app.bulk.end()
    app.hub.close()
    server.closeAllConnections()
    await Promise.all([new Promise(resolve => server.close(resolve)), code.close()])
  }
  const close = () => (closing ??= end())
  let port: number
  try {
    port = await listen(server, host, options.port)
  } catch (error) {
    await close()
    throw error
  }
  // of a server that all machines reach, this one opens its own address
  const address = `http://${authority(isLoopback(host) || !isEvery(host) ? host : '127.0.0.1', port)}/`
  return {
    url: `${address}#token=${token}`,
    address,
    token,
    port,
    async setCode(hosts) {
      await code.set(hosts)
      app.hub.say('reload', {})
    },
    close,
  }
}

const isEvery = (host: string) => host === '0.0.0.0' || host === '::'

function appOf(options: ConsoleOptions) {
  const {
    swf,
    domain,
    serializer = superjson,
    pipeline = [],
    readOnly = false,
    local,
    files: paths = [],
  } = options
  if (swf !== undefined && domain === undefined) {
    throw new InvalidOptionError('The domain of startConsole', domain, 'the name of an SWF domain, with swf')
  }
  const now = options.now ?? (local === undefined ? Date.now : () => local.now())
  const hub = new EventHub()
  const code = new Code(options.code)
  const isRedacted = encrypts(pipeline)
  const codecs = pipelineOf(pipeline)
  const files = new OpenFiles(
    (workflowId = '') => ({ pipeline: codecs, context: { domain: domain ?? '', workflowId } }),
    isRedacted,
  )
  for (const path of paths) files.open(path)
  const { callBudget = usualBudget } = options
  const service =
    swf === undefined
      ? undefined
      : new Service({
          swf,
          domain: domain!,
          serializer,
          pipeline,
          isRedacted,
          local,
          hub,
          callBudget,
          now,
          watchEvery: milliseconds(options.watchEvery ?? '5s', 'watchEvery'),
          retryFor: milliseconds(options.retryFor ?? '5s', 'retryFor'),
        })
  const taskLists = new SeenTaskLists()
  const attention =
    service &&
    new AttentionScan({
      service,
      hub,
      now,
      perSecond:
        local?.onEvents === undefined ? (options.attentionCalls ?? usualCalls) : options.attentionCalls,
      onJudged: ({ runId, type }, { newest }) => taskLists.take(runId, newest, type),
    })
  if (attention !== undefined && service !== undefined) {
    hub.onPages.add(() => attention.look())
    service.onChanged.add(runs => attention.changed(runs))
  }
  const app: App = {
    place: options.place ?? (paths[0] === undefined ? 'SWF' : basename(paths[0])),
    domain,
    serializer,
    pipeline,
    isRedacted,
    whyReadOnly:
      swf === undefined ? 'only files are open' : readOnly ? 'it was started with --read-only' : undefined,
    service,
    code,
    files,
    hub,
    local,
    faults: { now: [] },
    attention,
    taskLists,
    bulk: new BulkPlans(() => app),
    now,
  }
  return { app, service, code }
}

async function listen(server: Server, host: string, port: number | undefined): Promise<number> {
  if (port !== undefined) return await listening(server, host, port)
  try {
    return await listening(server, host, usualPort)
  } catch (error) {
    const { cause } = error as ConsolePortError
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return await listening(server, host, 0)
  }
}
