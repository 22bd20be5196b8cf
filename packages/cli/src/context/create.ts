import type { Given } from '../commands/given.ts'
import { loadSettings } from '../config/load.ts'
import type { Settings } from '../config/settings.ts'
import { ConfigError } from '../errors/config.ts'
import { Output } from '../output/output.ts'
import { StatusLine } from '../output/status-line.ts'
import type { CommandContext, Format } from './context.ts'
import { once } from './once.ts'

/** Makes the context of a command. `close` ends connections and whatever else the command has opened. */
export function createContext(
  given: Given,
  interrupted: AbortSignal,
): { readonly context: CommandContext; readonly close: () => Promise<void> } {
  const closes: (() => unknown)[] = []
  const status = new StatusLine(process.stderr)
  const clear = () => status.clear()
  const settings = once(() => loadSettings(given, process.env, process.cwd()))
  const codec = once(async () => {
    const { codecOf } = await import('./codec.ts')
    return await codecOf(await settings())
  })
  const domain = async () => domainIn(await settings())
  const connection = once(async () => {
    const { openConnection } = await import('./connection.ts')
    const connection = openConnection(await settings(), interrupted, status)
    closes.push(() => connection.close())
    return connection
  })
  const context: CommandContext = {
    out: new Output(process.stdout, clear),
    notes: new Output(process.stderr, clear),
    status,
    format: formatOf(given),
    interrupted,
    now: () => Number(process.env['REYIELD_NOW'] ?? Date.now()), // tests set the time
    settings,
    domain,
    swf: async () => (await connection()).swf,
    finishingSwf: async () => (await connection()).finishing,
    client: once(async () => {
      const of = await domain() // first, so that a missing domain is reported before a connection is made
      const [{ createClient }, { swf }, codecs] = await Promise.all([
        import('@reyield/client'),
        connection(),
        codec(),
      ])
      return createClient({ swf, domain: of, ...codecs })
    }),
    serializer: async () => (await codec()).serializer,
    pipeline: async () => (await codec()).pipeline,
    coder: once(async () => {
      const { coderOf } = await import('./codec.ts')
      return await coderOf((await codec()).pipeline, domain)
    }),
    definitions: once(async () => {
      const { workflows } = await settings()
      if (workflows.length === 0) return { workflows: [], signals: [] }
      const { loadDefinitions } = await import('../modules/definitions.ts')
      return await loadDefinitions(workflows)
    }),
    onClose: close => void closes.push(close),
  }
  const close = async () => {
    for (const each of closes.reverse()) await each()
  }
  return { context, close }
}

const formatOf = (given: Given): Format =>
  given.flag('json') ? 'json' : given.flag('jsonl') ? 'jsonl' : 'text'

function domainIn({ domain, file }: Settings): string {
  if (domain !== undefined) return domain
  throw new ConfigError(
    'No SWF domain is configured. Set it with --domain, SWF_DOMAIN, or the member domain of ' +
      (file ?? 'a reyield.config.ts'),
  )
}
