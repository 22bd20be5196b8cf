import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ReplayHostFailedError, ReplayHostTimedOutError } from './errors.ts'
import { receivedError, type Answer, type Numbered, type Request } from './protocol.ts'
import { SentRuns } from './sent-runs.ts'

/** A stream over a pipe, which Node's types don't say. */
type Unrefable = NodeJS.ReadableStream & { ref?(): void; unref?(): void }

/**
 * V8's optimizing compilers don't keep a variable that is set again before it's read: a replay of a long loop would show what it had been
 * hundreds of rounds before. Replays aren't slower without them.
 */
const exactVariables = ['--no-opt', '--no-maglev']

/** The built file, also when this one runs from its source: the process has no loader for that. */
const main = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/host/main.js' : './main.js', import.meta.url),
)

/** How many characters of the standard error are kept. */
const keptOutput = 2000

interface Pending {
  readonly id: number
  resolve(this: void, value: unknown): void
  reject(this: void, error: unknown): void
}

/** One process of a replay host. It answers one request at a time. */
export class HostProcess {
  readonly #child: ChildProcess
  /** The runs that it has. */
  readonly runs = new SentRuns()
  #pending: Pending | undefined
  #sent = 0
  /** The end of the standard error, until the modules are loaded: after that it may contain payloads. */
  #output: string | undefined = ''
  /** Why it can't answer any longer. */
  ended: ReplayHostFailedError | undefined
  readonly #exited: Promise<void>

  constructor(env: NodeJS.ProcessEnv, execArgv: readonly string[], cwd: string | undefined) {
    const child = fork(main, [String(process.pid)], {
      env,
      execArgv: [...exactVariables, ...execArgv],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      ...(cwd === undefined ? {} : { cwd }),
    })
    this.#child = child
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      if (this.#output !== undefined) this.#output = (this.#output + text).slice(-keptOutput)
    })
    child.on('message', message => this.#answered(message as Numbered<Answer>))
    this.#exited = new Promise(resolve => {
      child.on('error', error => {
        this.#end(`The replay host can't be started: ${error.message}`)
        resolve()
      })
      child.on('close', (code, signal) => {
        const how = signal === null ? `with exit code ${code}` : `by ${signal}`
        this.#end(`The replay host's process ended ${how}${this.#output ? `: ${this.#output.trim()}` : ''}`)
        resolve()
      })
    })
    this.#letGo()
  }

  /** `what`: what the host does, for messages. */
  ask(body: Request, what: string, timeout: number): Promise<unknown> {
    if (this.ended !== undefined) return Promise.reject(this.ended)
    const id = ++this.#sent
    return new Promise((resolve, reject) => {
      const finished = (settle: () => void) => {
        clearTimeout(timer)
        this.#pending = undefined
        this.#letGo()
        settle()
      }
      const pending: Pending = {
        id,
        resolve: value => finished(() => resolve(value)),
        reject: error => finished(() => reject(error)),
      }
      const timer = setTimeout(() => {
        pending.reject(new ReplayHostTimedOutError(what, timeout))
        this.kill('a request took too long')
      }, timeout)
      this.#pending = pending
      this.#child.ref()
      this.#child.channel?.ref()
      try {
        this.#child.send({ id, body }, error => {
          if (error !== null) this.#end(`The replay host can't be reached: ${error.message}`)
        })
      } catch (error) {
        this.runs.lost()
        pending.reject(error) // the request can't be serialized
      }
    })
  }

  /** The modules are loaded. From now on the process may print payloads. */
  loaded(): void {
    this.#output = undefined
  }

  kill(why: string): void {
    this.#child.kill('SIGKILL')
    this.#end(`The replay host was ended: ${why}`)
  }

  /** Resolves when the process is gone and its output is read. Until then it keeps the parent process alive. */
  async exited(): Promise<void> {
    this.#child.ref()
    ;(this.#child.stderr as Unrefable | null)?.ref?.()
    await this.#exited
  }

  #answered(message: Partial<Numbered<Answer>>): void {
    const pending = this.#pending
    const { body } = message
    if (pending === undefined || message.id !== pending.id || body === undefined) return
    if ('error' in body) pending.reject(receivedError(body.error))
    else pending.resolve(body.value)
  }

  #end(problem: string): void {
    this.ended ??= new ReplayHostFailedError(problem)
    this.#pending?.reject(this.ended)
  }

  /** An idle host doesn't keep the parent process alive. */
  #letGo(): void {
    this.#child.unref()
    this.#child.channel?.unref()
    ;(this.#child.stderr as Unrefable | null)?.unref?.()
  }
}
