import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Box } from './closed-loop.ts'
import type { BoxRequest, ContenderMessage } from './contender.ts'
import { nodeOfPeers, peersFolder } from '../peers.ts'

/** How the processes of a peer are started. */
interface PeerScript {
  readonly title: string
  readonly script: string
  readonly args?: readonly string[]
  /** It needs a newer Node than Reyield: that of `bench/peers/`. */
  readonly ownNode?: boolean
  /** It's started in a network namespace that has only the loopback interface, because it calls hosts on the internet. */
  readonly offline?: boolean
}

const peerScripts = {
  restate: { title: 'Restate', script: 'restate.mjs', ownNode: true, offline: true },
  'restate-services': {
    title: 'Restate, service calls',
    script: 'restate.mjs',
    args: ['services'],
    ownNode: true,
    offline: true,
  },
  dbos: { title: 'DBOS', script: 'dbos.mjs' },
  openworkflow: { title: 'openworkflow', script: 'openworkflow.mjs', ownNode: true },
} as const satisfies Record<string, PeerScript>

/** The name of a peer, for `--peer`. */
export type PeerName = keyof typeof peerScripts

/** The names of all peers. */
export const peerNames = Object.keys(peerScripts) as PeerName[]

/** The title of a peer in the table. */
export const peerTitle = (name: PeerName): string => peerScripts[name].title

/** A contender that is ready to be measured. */
export interface RunningContender {
  readonly version: string
  box(request: BoxRequest): Promise<Box>
  stop(): Promise<void>
}

/** How long a contender may take to start, and how long a box may take, in milliseconds. */
const deadline = 120_000

/** Starts Reyield in the setting of a row. */
export function startOurs(setting: 'embedded' | 'processes'): Promise<RunningContender> {
  const script = fileURLToPath(new URL(`contenders/${setting}.js`, import.meta.url))
  const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }
  return start('Reyield', process.execPath, [script], env)
}

/** Starts a peer. */
export function startPeer(name: PeerName): Promise<RunningContender> {
  const { title, script, args = [], ownNode, offline }: PeerScript = peerScripts[name]
  const command = [ownNode === true ? nodeOfPeers() : process.execPath, peersFolder(script), ...args]
  const env = { NODE_NO_WARNINGS: '1' } // of their dependencies
  if (offline !== true) return start(title, command[0]!, command.slice(1), env)
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user']
  const inNamespace = [...asRoot, '--net', 'sh', '-c', 'ip link set lo up; exec "$@"', 'sh', ...command]
  return start(title, 'unshare', inNamespace, env)
}

async function start(
  title: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<RunningContender> {
  if (command.startsWith('/') && !existsSync(command))
    throw new Error(`${title} can't be started: no ${command}`)
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  })
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()))
  try {
    const ready = await message(child, title)
    if (!('version' in ready)) throw new Error(`${title} sent no version`)
    return {
      version: ready.version,
      async box(request) {
        child.send(request)
        const answer = await message(child, title)
        if ('box' in answer) return answer.box
        throw new Error(`${title} failed: ${'error' in answer ? answer.error : 'it sent no box'}`)
      },
      async stop() {
        if (child.connected) child.disconnect()
        const late = setTimeout(() => child.kill('SIGKILL'), 20_000)
        await exited
        clearTimeout(late)
      },
    }
  } catch (error) {
    child.kill()
    throw error
  }
}

/** The next message of a contender. Rejects if its process ends, or sends nothing until the deadline. */
function message(child: ChildProcess, title: string): Promise<ContenderMessage> {
  return new Promise((resolve, reject) => {
    const over = (then: () => void) => {
      clearTimeout(timer)
      child.off('message', received).off('exit', ended).off('error', failed)
      then()
    }
    const received = (answer: unknown) => over(() => resolve(answer as ContenderMessage))
    const ended = (code: number | null) => over(() => reject(new Error(`${title} ended with status ${code}`)))
    const failed = (error: Error) => over(() => reject(error))
    const timer = setTimeout(
      () => failed(new Error(`${title} sent nothing for ${deadline / 1000} s`)),
      deadline,
    )
    child.on('message', received).on('exit', ended).on('error', failed)
  })
}
