import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('warm-process.js', import.meta.url))

/** What no command prints. */
const mark = '\u0001end of the command\u0001'

/** How a warm process is started. Commands with the same options share one. */
export interface WarmOptions {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** The width of its pseudo-terminal, to which both outputs go. Default: none, it has pipes. */
  readonly columns?: number
}

interface Output {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** The most processes that are kept. The one that was used least recently is ended first. */
const most = 2

const processes = new Map<string, WarmProcess>()

/** Runs a command in a process that has run others, or will. */
export async function runWarm(args: readonly string[], options: WarmOptions): Promise<Output> {
  const key = JSON.stringify(options)
  const found = processes.get(key) ?? new WarmProcess(options)
  processes.delete(key)
  processes.set(key, found)
  for (const [other, each] of [...processes].slice(0, -most)) {
    processes.delete(other)
    each.end()
  }
  return await found.run(args)
}

class WarmProcess {
  readonly #child: ChildProcess
  readonly #read = { out: '', err: '' }
  readonly #isTerminal: boolean
  #last: Promise<unknown>
  #changed: () => void = () => undefined

  constructor({ cwd, env, columns }: WarmOptions) {
    const [command, args] =
      columns === undefined
        ? [process.execPath, [program, mark]]
        : [
            'script',
            [
              '-qfec',
              `stty cols ${columns} rows 40 -echo; exec '${process.execPath}' '${program}' '${mark}'`,
              '/dev/null',
            ],
          ]
    const child = spawn(command, args, { cwd, env, stdio: 'pipe' })
    this.#child = child
    this.#isTerminal = columns !== undefined
    for (const [name, stream] of [
      ['out', child.stdout],
      ['err', child.stderr],
    ] as const) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#read[name] += text
        this.#changed()
      })
    }
    child.on('close', () => this.#changed())
    child.unref()
    process.once('exit', () => child.kill('SIGKILL'))
    this.#last = this.#ready()
  }

  /** One command after the other. */
  run(args: readonly string[]): Promise<Output> {
    const mine = this.#last.then(() => {
      this.#read.out = this.#read.err = ''
      this.#child.stdin!.write(`${JSON.stringify(args)}\n`)
      return this.#ready()
    })
    this.#last = mine.catch(() => undefined)
    return mine
  }

  /** Ends it after what was asked of it. */
  end(): void {
    void this.#last.then(() => this.#child.stdin!.end())
  }

  /** Waits until it's ready for a command. Returns the output of the last one. */
  async #ready(): Promise<Output> {
    const read = this.#read
    for (;;) {
      const parts = `${read.err}${read.out}`.split(mark) // each output ends with a mark, and then comes the exit code
      const [first, second] = parts
      const code = parts[2]
      if (code?.endsWith('\n')) {
        const [err, out] = this.#isTerminal ? ['', first!] : [first!, second!]
        return { code: Number(code), out, err }
      }
      if (this.#child.exitCode !== null) throw new Error(`The process ended:\n${read.out}\n${read.err}`)
      await new Promise<void>(resolve => (this.#changed = resolve))
    }
  }
}
