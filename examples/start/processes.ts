import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A child process. Its standard error is that of this process. */
export interface Running {
  readonly name: string
  readonly child: ChildProcess
  /** Rejects if the process ends by itself. */
  readonly failed: Promise<never>
  /** Ends the process with `kill -9`. */
  kill(): Promise<void>
  /** Stops the process and waits for its end. `now`: a worker doesn't wait for its open polls. */
  stop(options?: { readonly now?: boolean }): Promise<void>
}

/**
 * Starts a local SWF in its own process, on any free port by default. Resolves with its URL when it listens. With `testClock` its time
 * stands still until a request moves it.
 */
export async function startLocalSwf(
  db: string,
  port = 0,
  { testClock = false } = {},
): Promise<Running & { url: string }> {
  const program = fileURLToPath(import.meta.resolve('@reyield/local/bin/swf-local.js'))
  const running = start('swf-local', program, [
    '--db',
    db,
    '--port',
    String(port),
    ...(testClock ? ['--test-clock'] : []),
  ])
  const line = await lineOf(running, /^listening on (http:\S+)/)
  return { ...running, url: line[1]! }
}

/** Waits for a line that a process prints, and passes all later lines to `print`. */
function lineOf(
  { name, child }: Running,
  wanted: RegExp,
  print: (line: string) => void = () => undefined,
): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let found: RegExpExecArray | null = null
    createInterface({ input: child.stdout! })
      .on('line', line => {
        if (found !== null) print(line)
        else if ((found = wanted.exec(line)) !== null) resolve(found)
      })
      .on('close', () => reject(new Error(`${name} ended before it was ready. Its message is above`)))
  })
}

/** The compiled examples, which the processes run even if a test imports this file as a source. */
const built = new URL(import.meta.url.endsWith('.ts') ? '../dist/' : '../', import.meta.url)

/** Starts a decider or an activity worker of an example in its own process. `ready` resolves when it polls. `print` gets its lines. */
export function startProcess(
  example: string,
  role: 'decider' | 'worker',
  env: Record<string, string>,
  print?: (line: string) => void,
): Running & { readonly ready: Promise<unknown> } {
  const running = start(`${example}/${role}`, fileURLToPath(new URL(`${example}/${role}.js`, built)), [], env)
  return { ...running, ready: lineOf(running, /^ready$/, print) }
}

/**
 * The child processes are detached: only this process receives Ctrl-C, and then stops them in order. If this process is killed,
 * the `ipc` channel closes, and they stop by themselves.
 */
function start(
  name: string,
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Running {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...env },
    detached: true,
  })
  let asked = false
  const exited = once(child, 'exit')
  const failed = exited.then(([code, signal]): Promise<never> => {
    if (asked) return new Promise(() => {})
    throw new Error(`${name} ended by itself (${signal ?? `exit code ${code}`})`)
  })
  failed.catch(() => undefined) // the rejection is handled by those who use the promise
  return {
    name,
    child,
    failed,
    async kill() {
      asked = true
      child.kill('SIGKILL')
      await exited
    },
    async stop({ now = false } = {}) {
      asked = true
      child.kill('SIGTERM')
      if (now) child.kill('SIGINT')
      child.kill('SIGCONT') // a test may have suspended it
      await exited
    },
  }
}
