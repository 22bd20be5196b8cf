import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { awsSwf, createClient, retrying } from '@reyield/client'
import { replayAll } from '@reyield/testing'
import { expect, it } from 'vitest'
import { startLocalSwf } from '../../../examples/start/processes.ts'
import { counting } from '../../../examples/test/counting.ts'
import { createWorker } from '../src/index.ts'
import { keptLog } from './fixture.ts'

const script = fileURLToPath(new URL('../../../examples/dist/test/counting-decider.js', import.meta.url))

/** Starts a decider in a process of its own. Resolves when it polls. */
async function startDecider(url: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, url], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  await once(child.stdout!, 'data')
  return child
}

it(
  'executions complete and replay although two sticky deciders and the local SWF are killed with SIGKILL in between',
  { timeout: 60_000 },
  async () => {
    const db = join(mkdtempSync(join(tmpdir(), 'reyield-')), 'swf.sqlite')
    let local = await startLocalSwf(db)
    const { url } = local
    const port = Number(new URL(url).port)
    const deciders = await Promise.all([startDecider(url), startDecider(url)])
    const sdk = awsSwf({ endpoint: url })
    const swf = retrying(sdk)

    const killed: string[] = []
    const killDecider = async (at: number) => {
      deciders[at]!.kill('SIGKILL')
      deciders[at] = await startDecider(url)
    }
    const kills: Record<number, () => Promise<unknown>> = {
      6: () => killDecider(0),
      12: () => killDecider(1),
      18: async () => {
        local.child.kill('SIGKILL')
        await once(local.child, 'exit')
        local = await startLocalSwf(db, port)
      },
      24: () => Promise.all([killDecider(0), killDecider(1)]),
    }
    let calls = 0
    const counted = {
      async next(n: number) {
        const kill = kills[++calls]
        if (kill !== undefined) killed.push(await kill().then(() => `at call ${calls}`))
        return n + 1
      },
    }
    const place = { swf, domain: 'counting', taskList: 'counting', logger: keptLog().logger }
    const worker = createWorker({ ...place, activities: counted })
    await worker.ready
    const client = createClient({ swf, domain: 'counting' })
    const handles = await Promise.all([1, 2, 3, 4].map(() => client.start(counting, 8)))
    expect(await Promise.all(handles.map(handle => handle.result()))).toEqual([8, 8, 8, 8])
    expect(killed).toHaveLength(4)

    const timeouts = new Set<string | undefined>()
    for (const handle of handles) {
      const { workflowId, runId } = handle
      const events = await handle.history()
      await replayAll(counting, { execution: { workflowId, runId }, events })
      for (const { decisionTaskTimedOutEventAttributes: timeout } of events)
        timeouts.add(timeout?.timeoutType)
    }
    expect(timeouts).toContain('SCHEDULE_TO_START') // of a list whose decider was killed
    await worker.stop({ now: true })
    for (const decider of deciders) decider.kill()
    sdk.close()
    await local.stop()
  },
)
