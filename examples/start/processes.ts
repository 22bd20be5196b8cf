import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A process of this run; its standard error is ours. */
export interface Running {
  readonly name: string
  readonly child: ChildProcess
  /** Rejects when it ends without having been asked to. */
  readonly failed: Promise<never>
  /** Asks it to stop and waits until it has. `now`: a worker doesn't wait for its open polls. */
  stop(options?: { readonly now?: boolean }): Promise<void>
}

/** A local SWF in a process of its own, on any free port. Resolves with its URL when it listens. */
export async function startLocalSwf(db: string, port = 0): Promise<Running & { url: string }> {
  const program = fileURLToPath(import.meta.resolve('@reyield/local/bin/swf-local.js'))
  const running = start('swf-local', program, ['--db', db, '--port', String(port)])
  const line = await lineOf(running, /^listening on (http:\S+)/)
  return { ...running, url: line[1]! }
}

/** Waits for a line that a process prints; what it prints later is for `says`. */
function lineOf(
  { name, child }: Running,
  wanted: RegExp,
  says: (line: string) => void = () => undefined,
): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let found: RegExpExecArray | null = null
    createInterface({ input: child.stdout! })
      .on('line', line => {
        if (found !== null) says(line)
        else if ((found = wanted.exec(line)) !== null) resolve(found)
      })
      .on('close', () => reject(new Error(`${name} stopped before it was ready; its message is above`)))
  })
}

/** The compiled examples: processes run those, also when a test runs this file from its source. */
const built = new URL(import.meta.url.endsWith('.ts') ? '../dist/' : '../', import.meta.url)

/** A decider or an activity worker of an example, in a process of its own; `ready` when it polls. `says` gets its lines. */
export function startProcess(
  example: string,
  role: 'decider' | 'worker',
  env: Record<string, string>,
  says?: (line: string) => void,
): Running & { readonly ready: Promise<unknown> } {
  const running = start(`${example}/${role}`, fileURLToPath(new URL(`${example}/${role}.js`, built)), [], env)
  return { ...running, ready: lineOf(running, /^ready$/, says) }
}

/**
 * Detached: Ctrl-C reaches this process alone, which then stops them in their order. The channel (`ipc`) tells them when
 * this process has been killed.
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
    throw new Error(`${name} has ended by itself (${signal ?? `exit code ${code}`})`)
  })
  failed.catch(() => undefined) // for those who look
  return {
    name,
    child,
    failed,
    async stop({ now = false } = {}) {
      asked = true
      child.kill('SIGTERM')
      if (now) child.kill('SIGINT')
      child.kill('SIGCONT') // also one that a test has frozen
      await exited
    },
  }
}
