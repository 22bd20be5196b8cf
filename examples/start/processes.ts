import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A process of this run; its standard error is ours. */
export interface Running {
  readonly name: string
  readonly child: ChildProcess
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>
}

/** A local SWF in a process of its own, on any free port. Resolves with its URL when it listens. */
export async function startLocalSwf(db: string, port = 0): Promise<Running & { url: string }> {
  const program = fileURLToPath(import.meta.resolve('@reyield/local/bin/swf-local.js'))
  const running = start('swf-local', program, ['--db', db, '--port', String(port)])
  const line = await lineOf(running, /^listening on (http:\S+)/)
  return { ...running, url: line[1]! }
}

/** Waits for a line that a process prints; what it prints later is shown. */
function lineOf({ name, child }: Running, wanted: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let found: RegExpExecArray | null = null
    createInterface({ input: child.stdout! })
      .on('line', line => {
        if (found !== null) console.log(`  ${line}`)
        else if ((found = wanted.exec(line)) !== null) resolve(found)
      })
      .on('close', () => reject(new Error(`${name} stopped before it was ready; its message is above`)))
  })
}

/** The compiled examples: processes run those, also when a test runs this file from its source. */
const built = new URL(import.meta.url.endsWith('.ts') ? '../dist/' : '../', import.meta.url)

/** A decider or an activity worker of an example, in a process of its own; `ready` when it polls. */
export function startProcess(
  example: string,
  role: 'decider' | 'worker',
  env: Record<string, string>,
): Running & { readonly ready: Promise<unknown> } {
  const running = start(`${example}/${role}`, fileURLToPath(new URL(`${example}/${role}.js`, built)), [], env)
  return { ...running, ready: lineOf(running, /^ready$/) }
}

function start(
  name: string,
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Running {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...env },
  })
  const exited = once(child, 'exit')
  return {
    name,
    child,
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}
