import type { CommittedEvents } from '@reyield/local'
import { basename, dirname, relative } from 'node:path'
import { coderOf } from '../context/codec.ts'
import type { CommandContext } from '../context/context.ts'
import type { ExitCode } from '../errors/exit-codes.ts'
import { paint, text } from '../output/text.ts'
import { Changes } from './changes.ts'
import { devCode, startDevConsole } from './dev-console.ts'
import { openDevSwf } from './dev-swf.ts'
import { Feed } from './feed.ts'
import { endpointToTell, greet } from './greeting.ts'
import type { DevOptions } from './options.ts'
import { readKeys } from './keys.ts'
import { Restarts } from './restarts.ts'
import { Skipping } from './skipping.ts'
import { StartKey } from './start-key.ts'
import { UnservedLists } from './unserved.ts'
import { watchCode } from './watcher.ts'

/** How long the workers may take to end when the session ends, in milliseconds. */
const lastGrace = 1500

/** Runs a local SWF and the workers until it's ended by a key or a signal. */
export async function develop(context: CommandContext, options: DevOptions): Promise<ExitCode> {
  const { settings, config, payloads } = options
  const { out, interrupted } = context
  const changes = new Changes()
  const ending = new AbortController()
  let ended: ExitCode | undefined
  const end = (code: ExitCode) => {
    ended ??= code
    ending.abort()
    changes.now()
  }
  interrupted.addEventListener('abort', () => end(130), { once: true })

  const domain = settings.domain ?? 'dev'
  const [serializer, pipeline] = await Promise.all([context.serializer(), context.pipeline()])
  const coder = await coderOf(pipeline, () => Promise.resolve(domain))
  const feed = new Feed(out, payloads ? { serializer, coder } : undefined)
  const unserved = new UnservedLists()
  const listeners = new Set<(of: CommittedEvents) => void>()
  const swf = await openDevSwf(context, {
    ...options,
    domain,
    region: settings.region,
    onEvents: committed => {
      if (committed.domain.name !== swf.domain) return
      feed.add(committed)
      unserved.add(committed)
      for (const listener of listeners) listener(committed)
    },
    onFatal(error) {
      out.line(
        text`${paint.red('The local SWF can no longer write its database:')} ${(error as Error).message}`,
      )
      end(1)
    },
  })
  const base = dirname(config)
  const restarts = new Restarts(context, swf, options, base, ending.signal, isRunning =>
    unserved.restarted(isRunning),
  )
  context.onClose(() => restarts.stop(0))
  const stopWatching = watchCode(
    [...watchedPaths(options), config],
    file => {
      if (file !== config) return changes.add(relative(base, file))
      out.line(paint.yellow(`${basename(file)} changed. Quit and start again to use it`))
    },
    error => out.line(text`${paint.red('Changes are no longer seen:')} ${error.message}`),
  )
  const start = new StartKey(context, swf, options)
  const skipping = new Skipping(swf)
  const onKey = (key: string) => {
    if (start.takes(key)) return
    if (key === 's') start.press()
    else if (key === 'f') out.line(paint.yellow(skipping.skip()))
    else if (key === 'r') changes.now()
    else if (key === 'q') end(0)
    else out.line(help)
  }
  const stopKeys = readKeys(process.stdin, onKey, () => end(130))
  context.onClose(stopKeys)

  const console = options.console ? await startDevConsole(context, swf, settings, listeners) : undefined
  const endpoint = endpointToTell(context, swf, config)
  greet(context, swf, options, { page: console?.url, endpoint, help })
  const looking = setInterval(() => {
    for (const line of unserved.found()) out.line(paint.yellow(line))
  }, 1000)
  context.onClose(() => clearInterval(looking))
  let changed: readonly string[] | undefined
  while (ended === undefined) {
    await restarts.restart(changed, changes)
    changed = await changes.next()
    if (changed.length > 0) await console?.setCode(devCode(settings))
  }
  stopKeys()
  stopWatching()
  clearInterval(looking)
  changes.close()
  await restarts.stop(lastGrace)
  await feed.settled()
  const { count } = await swf.client.count({ status: 'OPEN' })
  if (count > 0 && options.db === ':memory:') {
    out.line(
      paint.dim(
        `${count === 1 ? '1 open execution is' : `${count} open executions are`} lost. --db FILE keeps them`,
      ),
    )
  }
  return ended
}

const help = text`${paint.dim('Keys:')} s starts an execution, f skips the clock to the next event, r restarts, q quits`

/** The configured folders and files with code, else the folders of all configured modules. */
function watchedPaths({ watch, worker, settings }: DevOptions): readonly string[] {
  if (watch.length > 0) return watch
  const folderOf = (pattern: string) => dirname(pattern.split(/[*?{[]/)[0]!.replace(/[^\\/]*$/, 'x'))
  return [worker, ...settings.workflows, ...settings.activities].map(folderOf)
}
