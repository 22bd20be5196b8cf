import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { createClient, register, type Client, type WorkflowHandle } from '@reyield/client'
import type { AnyWorkflow } from '@reyield/workflow'
import { connectionTo } from '../process.ts'
import { startLocalSwf, startProcess, type Running } from '../start/processes.ts'

/** The processes of an example. A test can kill and restart each of them. */
export interface RunningExample extends AsyncDisposable {
  readonly client: Client
  readonly decider: Running
  readonly worker: Running
  /** Kills the local SWF with `kill -9`, and starts a new one on the same file and port. */
  restartLocal(): Promise<void>
  /** Starts another process. */
  add(role: 'decider' | 'worker'): Promise<Running>
}

/** Starts a local SWF with a database file, a decider and activity workers of an example, and waits until all are ready. */
export async function startExample(
  folder: string,
  workflow: AnyWorkflow,
  workers = 1,
): Promise<RunningExample> {
  const db = join(mkdtempSync(join(tmpdir(), 'reyield-')), 'swf.sqlite')
  let local = await startLocalSwf(db)
  const { url } = local
  const { swf, domain } = connectionTo(url)
  await register(swf, { domain, workflows: [workflow] })
  const processes: Running[] = []
  const add = async (role: 'decider' | 'worker') => {
    const added = startProcess(folder, role, { SWF_ENDPOINT: url, SWF_DOMAIN: domain })
    processes.push(added)
    await added.ready
    return added
  }
  const [decider, worker] = await Promise.all([
    add('decider'),
    ...Array.from({ length: workers }, () => add('worker')),
  ])
  return {
    client: createClient({ swf, domain }),
    decider: decider,
    worker: worker!,
    add,
    async restartLocal() {
      await kill(local)
      local = await startLocalSwf(db, Number(new URL(url).port))
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(processes.map(one => one.stop({ now: true })))
      await local.stop()
    },
  }
}

/** Ends a process with `kill -9`, even if it is suspended. */
export async function kill({ child }: Running): Promise<void> {
  const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined
  child.kill('SIGKILL')
  await exited
}

/** Waits until a condition on the history holds. Fails after fifteen seconds. */
export async function historyOf(
  handle: WorkflowHandle<unknown>,
  wanted: string,
  holds: (events: readonly HistoryEvent[]) => boolean,
): Promise<void> {
  const deadline = Date.now() + 15_000
  for (;;) {
    const events = await handle.history()
    if (holds(events)) return
    if (Date.now() > deadline) {
      throw new Error(`Fifteen seconds without ${wanted}: ${events.map(event => event.eventType).join(', ')}`)
    }
    await setTimeout(20)
  }
}
