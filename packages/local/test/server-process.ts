import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { SWF } from '@aws-sdk/client-swf'

const command = fileURLToPath(new URL('../bin/swf-local.js', import.meta.url))

export interface ServerProcess {
  readonly child: ChildProcess
  readonly url: string
  readonly port: number
  readonly swf: SWF
  /** Sends a signal. Returns the exit code, or the signal that ended the process. */
  stop(signal?: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | string>
}

const running = new Set<ChildProcess>()

/** Starts the built `swf-local` on any free port. */
export const startServer = (...options: string[]): Promise<ServerProcess> => startServerIn({}, ...options)

/** Starts it with additional environment variables. */
export async function startServerIn(
  environment: Readonly<Record<string, string>>,
  ...options: string[]
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [command, '--port', '0', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
  running.add(child)
  const ended = once(child, 'exit').then(([code, signal]) => {
    running.delete(child)
    return (code ?? signal) as number | string
  })
  const line = once(createInterface(child.stdout), 'line').then(([text]) => text as string)
  const said = await Promise.race([line, ended.then(end => `ended: ${end}`)])
  const [, url, port] = /^listening on (http:\/\/127\.0\.0\.1:(\d+))$/.exec(said) ?? []
  if (url === undefined) throw new Error(`swf-local said '${said}'`)
  const swf = new SWF({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
  })
  return {
    child,
    url,
    port: Number(port),
    swf,
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return ended
    },
  }
}

/** Runs `swf-local` until it exits. The code is null if it was killed. */
export async function runToEnd(
  ...options: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [command, ...options], { stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  let out = ''
  let err = ''
  child.stdout.on('data', chunk => (out += String(chunk)))
  child.stderr.on('data', chunk => (err += String(chunk)))
  const [code] = (await once(child, 'close')) as [number | null]
  running.delete(child)
  return { code, out, err }
}

/** Kills processes that a failed test has left. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL')
}
