import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import type { Attention, ExecutionsPage, RunPage } from '../../src/api/index.ts'
import { addressOf, domain, openRig, startOrder } from './rig.ts'

const minutes = Number(process.env['REYIELD_MINUTES'] ?? 10)
const count = 100_000

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes of living objects, in megabytes. */
async function living(): Promise<number> {
  for (let times = 0; times < 3; times++) {
    collect()
    await sleep(50)
  }
  return process.memoryUsage().heapUsed / 1e6
}

it(
  `${count} open executions are listed, looked into and shown for ${minutes} minutes in flat memory`,
  async () => {
    const rig = await openRig()
    const { swf } = rig.local
    for (let at = 0; at < count; at += 200) {
      rig.clock.skipTo(new Date(rig.clock.now() + 1))
      await Promise.all(Array.from({ length: 200 }, (_, each) => startOrder(rig, `order-${at + each}`)))
    }
    const ending = new AbortController()
    const stream = await fetch(`${rig.console.address}api/events`, { signal: ending.signal })
    void stream.body!.pipeTo(new WritableStream()).catch(() => undefined)

    const attention = () => rig.get<Attention>('/api/attention')
    const begun = performance.now()
    while (!(await attention()).complete) await sleep(100)
    const pass = performance.now() - begun

    const samples: number[] = []
    const until = performance.now() + minutes * 60_000
    let cursor = ''
    let sampled = 0
    for (let round = 0; performance.now() < until; round++) {
      const page = await rig.get<ExecutionsPage>(`/api/executions?cursor=${cursor}`)
      expect(page.executions.length).toBeGreaterThan(0)
      cursor = page.next ?? ''
      const shown = page.executions[round % page.executions.length]!
      const { view } = await rig.get<RunPage>(addressOf(shown))
      expect(view.workflowId).toBe(shown.workflowId)
      await swf.signalWorkflowExecution({ domain, workflowId: shown.workflowId, signalName: 'paid' })
      await rig.get(`/api/executions?text=order-${round}`)
      const { open, complete } = await attention()
      expect([open.count > 0, complete]).toEqual([true, true])
      if (performance.now() - sampled > 10_000) {
        sampled = performance.now()
        samples.push(await living())
      }
    }
    console.log(
      `a pass over ${count} executions: ${(pass / 1000).toFixed(1)} s; living MB: ${samples.map(Math.round).join(' ')}`,
    )
    ending.abort()
    await rig.close()
    const third = Math.max(1, Math.floor(samples.length / 3))
    const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length
    expect(mean(samples.slice(-third))).toBeLessThan(mean(samples.slice(third, 2 * third)) * 1.15 + 10)
  },
  (minutes + 10) * 60_000,
)
