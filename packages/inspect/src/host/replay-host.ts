import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InvalidOptionError } from '@reyield/client'
import { milliseconds, type Duration } from '@reyield/workflow'
import type { Moment, ReplayCheck, Replayer, TaskDecisions } from '../code/replayer.ts'
import type { TypeView } from '../view/values.ts'
import { withoutCredentials } from './environment.ts'
import { ReplayHostFailedError } from './errors.ts'
import { HostProcess } from './host-process.ts'
import type { HostedDefinition, HostedSignal, Loaded, WrittenFor } from './loaded.ts'
import { nodeArguments } from './loaders.ts'
import type { Request } from './protocol.ts'
import type { SentRuns } from './sent-runs.ts'

/**
 * What a replay host loads, and how it runs.
 *
 * @example
 * ```ts
 * const host = startReplayHost({ workflows: ['src/workflows.ts'], serializer: 'json', buildId: '52a', timeout: '10s' })
 * ```
 */
export interface ReplayHostOptions {
  /**
   * Paths or `file:` URLs of modules that export workflows: by name, as default, or in lists, records and namespaces. Paths are relative
   * to `cwd`.
   */
  readonly workflows: readonly string[]
  /**
   * Reads payloads of workflows and activities without a serializer of their own: `superjson` (default), `json`, `text`, or a path or
   * `file:` URL of a module that exports a serializer as default or as `serializer`.
   */
  readonly serializer?: string
  /** The id of the build that the modules belong to. Default: none. */
  readonly buildId?: string | undefined
  /** The longest time that a request may take. Then the process is ended. Default 5 seconds. */
  readonly timeout?: Duration
  /** The longest time that loading the modules may take, which includes the compilation of TypeScript. Default 30 seconds. */
  readonly loadTimeout?: Duration
  /** For `check`: whether nondeterministic calls throw inside workflows. Default `throw`. */
  readonly guards?: 'throw' | 'off'
  /**
   * The URL of a module that lets Node import TypeScript, as `node --import` takes it. Used only if a module is TypeScript. Default: the
   * tsx that is installed for the module. Without one, Node has to run TypeScript itself, as it does from version 22.18 on.
   */
  readonly typescriptLoader?: string | undefined
  /** The environment of the process. Credentials of AWS are removed from it. Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv
  /** The working directory of the process. Default: that of this process. */
  readonly cwd?: string
}

/** A replayer in another process. */
export interface ReplayHost extends Replayer {
  /**
   * The workflows of the modules.
   *
   * @throws ReplayHostFailedError (REPLAY_HOST_FAILED), ReplayHostTimedOutError (REPLAY_HOST_TIMED_OUT)
   */
  definitions(): Promise<readonly HostedDefinition[]>
  /**
   * The signals that the modules export, one of each name.
   *
   * @throws as `definitions`
   */
  signals(): Promise<readonly HostedSignal[]>
  /**
   * Serializes an input of a workflow, or a value of a signal, after its schema has checked it. Undefined for no input. The value must be
   * one that structured cloning can copy.
   *
   * @throws InvalidInputError (INPUT_INVALID), UnserializablePayloadError (PAYLOAD_UNSERIALIZABLE), UnusableSchemaError (SCHEMA_UNUSABLE),
   * MissingDefinitionError (DEFINITION_MISSING) for a type that the modules don't export; and as `definitions`. A signal that they don't
   * export has no schema
   */
  write(of: WrittenFor, value: unknown): Promise<string | undefined>
  /**
   * The text of a source file that lines of this host name: from the source map, if that has it, else from the file. Undefined if there is none.
   *
   * @throws as `definitions`
   */
  source(file: string): Promise<string | undefined>
  /**
   * The activity types of other modules, which are loaded into the process for this: each exported function, as for a worker, and the
   * implementations in exported lists.
   *
   * @throws as `definitions`
   */
  activityTypes(modules: readonly string[]): Promise<readonly TypeView[]>
  /** Ends the process. Open and later requests throw REPLAY_HOST_FAILED. */
  close(): Promise<void>
}

/**
 * Creates a replay host: a replayer that runs the workflows in a child process. The process starts with the first request. It has no
 * credentials of AWS in its environment, its output is dropped, and it is ended if a request takes too long, when the host is closed, and
 * when this process ends, also by SIGKILL. Then the next request starts another one. Requests are answered one after the other. An idle
 * host doesn't keep this process alive.
 *
 * @throws InvalidOptionError (OPTION_INVALID), InvalidDurationError (DURATION_INVALID)
 * @example
 * ```ts
 * const host = startReplayHost({ workflows: ['dist/workflows.js'] })
 * try {
 *   const { branches } = await host.moment(loadHistory(await readFile('order.json', 'utf8')), { at: 12 })
 *   console.log(branches.map(branch => branch.lines[0]?.text))
 * } finally {
 *   await host.close()
 * }
 * ```
 */
export function startReplayHost(options: ReplayHostOptions): ReplayHost {
  return new HostOfProcesses(options)
}

/** Node's timers fire at once if they are longer. */
const longestTimer = 2 ** 31 - 1

class HostOfProcesses implements ReplayHost {
  readonly buildId: string | undefined
  readonly #options: ReplayHostOptions
  readonly #workflows: readonly string[]
  readonly #serializer: string
  readonly #timeout: number
  readonly #loadTimeout: number
  #last: Promise<unknown> = Promise.resolve()
  #process: HostProcess | undefined
  #loaded: Loaded = { definitions: [], signals: [] }
  #closed = false

  constructor(options: ReplayHostOptions) {
    const { workflows, serializer = 'superjson', timeout = '5s', loadTimeout = '30s' } = options
    if (workflows.length === 0) throw new InvalidOptionError('workflows', '[]', 'at least one module')
    this.#options = options
    this.#timeout = Math.min(milliseconds(timeout), longestTimer)
    this.#loadTimeout = Math.min(milliseconds(loadTimeout, 'loadTimeout'), longestTimer)
    if (this.#timeout === 0) throw new InvalidOptionError('timeout', timeout, 'more than 0')
    this.#workflows = workflows.map(file => this.#path(file))
    this.#serializer = ['superjson', 'json', 'text'].includes(serializer)
      ? serializer
      : this.#path(serializer)
    this.buildId = options.buildId
  }

  moment(...[run, options = {}]: Parameters<Replayer['moment']>): Promise<Moment> {
    const what = options.at === undefined ? 'replay a history' : `replay a history up to event ${options.at}`
    return this.#inTurn(runs => ({ do: 'moment', run: runs.next(run), options }), what) as Promise<Moment>
  }

  check(...[run]: Parameters<Replayer['check']>): Promise<ReplayCheck> {
    return this.#inTurn(
      runs => ({ do: 'check', run: runs.next(run) }),
      'check a history',
    ) as Promise<ReplayCheck>
  }

  decisions(...[run, task]: Parameters<Replayer['decisions']>): Promise<TaskDecisions> {
    const request = (runs: SentRuns) => ({ do: 'decisions', run: runs.next(run), task }) as const
    return this.#inTurn(request, `decide the task of event ${task}`) as Promise<TaskDecisions>
  }

  write(of: WrittenFor, value: unknown): Promise<string | undefined> {
    return this.#inTurn(() => ({ do: 'write', of, value }), 'check an input') as Promise<string | undefined>
  }

  source(file: string): Promise<string | undefined> {
    return this.#inTurn(() => ({ do: 'source', file }), 'read a source file') as Promise<string | undefined>
  }

  async definitions(): Promise<readonly HostedDefinition[]> {
    return (await this.#declared()).definitions
  }

  async signals(): Promise<readonly HostedSignal[]> {
    return (await this.#declared()).signals
  }

  activityTypes(modules: readonly string[]): Promise<readonly TypeView[]> {
    const request = { do: 'activityTypes', modules: modules.map(file => this.#path(file)) } as const
    return this.#queued(async () =>
      (await this.#running()).ask(request, 'load the activity modules', this.#loadTimeout),
    ) as Promise<readonly TypeView[]>
  }

  #declared(): Promise<Loaded> {
    return this.#queued(async () => {
      await this.#running()
      return this.#loaded
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#process?.kill('it was closed')
    await this.#process?.exited()
  }

  #path(file: string): string {
    return file.startsWith('file:') ? fileURLToPath(file) : resolve(this.#options.cwd ?? '.', file)
  }

  #inTurn(request: (runs: SentRuns) => Request, what: string): Promise<unknown> {
    return this.#queued(async () => {
      const running = await this.#running()
      return await running.ask(request(running.runs), what, this.#timeout)
    })
  }

  /** One request at a time, so that each has its whole time. */
  #queued<T>(run: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(run)
    this.#last = mine.catch(() => undefined)
    return mine
  }

  /** The process, with its modules loaded. */
  async #running(): Promise<HostProcess> {
    if (this.#closed) throw new ReplayHostFailedError('The replay host is closed')
    if (this.#process !== undefined && this.#process.ended === undefined) return this.#process
    const { env = process.env, cwd, guards = 'throw', typescriptLoader } = this.#options
    const files = [...this.#workflows, this.#serializer]
    const started = new HostProcess(withoutCredentials(env), nodeArguments(files, typescriptLoader), cwd)
    this.#process = started
    const load = { do: 'load', workflows: this.#workflows, serializer: this.#serializer, guards } as const
    try {
      this.#loaded = (await started.ask(load, 'load the workflow modules', this.#loadTimeout)) as Loaded
    } catch (error) {
      started.kill('its modules could not be loaded')
      throw error
    }
    started.loaded()
    return started
  }
}
