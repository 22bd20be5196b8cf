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

/** The processes of an example, each of which can be killed and started again. */
export interface Company extends AsyncDisposable {
  readonly client: Client
  readonly decider: Running
  readonly worker: Running
  /** kill -9 of the local SWF, and a new one on the same file and port. */
  restartLocal(): Promise<void>
  /** A process more. */
  hire(role: 'decider' | 'worker'): Promise<Running>
}

/** A local SWF with a database file, a decider and activity workers of an example, all ready. */
export async function company(folder: string, workflow: AnyWorkflow, workers = 1): Promise<Company> {
  const db = join(mkdtempSync(join(tmpdir(), 'reyield-')), 'swf.sqlite')
  let local = await startLocalSwf(db)
  const { url } = local
  const { swf, domain } = connectionTo(url)
  await register(swf, { domain, workflows: [workflow] })
  const staff: Running[] = []
  const hire = async (role: 'decider' | 'worker') => {
    const hired = startProcess(folder, role, { SWF_ENDPOINT: url, SWF_DOMAIN: domain })
    staff.push(hired)
    await hired.ready
    return hired
  }
  const [decider, worker] = await Promise.all([
    hire('decider'),
    ...Array.from({ length: workers }, () => hire('worker')),
  ])
  return {
    client: createClient({ swf, domain }),
    decider: decider,
    worker: worker!,
    hire,
    async restartLocal() {
      await kill(local)
      local = await startLocalSwf(db, Number(new URL(url).port))
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(staff.map(one => one.stop({ now: true })))
      await local.stop()
    },
  }
}

/** kill -9, also of a process that is frozen. */
export async function kill({ child }: Running): Promise<void> {
  const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined
  child.kill('SIGKILL')
  await exited
}

/** Waits until a history has what is wanted; fails after fifteen seconds. */
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
