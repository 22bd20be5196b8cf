import { setImmediate } from 'node:timers/promises'
import { createClient } from '@reyield/client'
import { createLocalSwf, testClock } from '@reyield/local'
import { run } from '@reyield/testing'
import { createWorker } from '@reyield/worker'
import { expect, it } from 'vitest'
import { careful, delivery, heldExecutions, nudgeHeld } from './held.ts'

it('held executions are listed with error and last status, and nudged when a fix is deployed', async () => {
  const clock = testClock()
  const local = await createLocalSwf({ clock })
  const place = { swf: local.swf, domain: 'guide', taskList: 'guide' }
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  const [broken, fixed] = [delivery('broken'), delivery('fixed')]
  const client = createClient(place)
  const old = createWorker({ ...place, logger, workflows: [broken] })
  await old.ready
  const handle = await client.start(broken, undefined, { workflowId: 'delivery-7' })
  for (let turn = 0; (await heldExecutions(client)).length === 0; turn++) {
    if (turn > 10_000) throw new Error('The execution was never held')
    await setImmediate()
    if (turn % 40 === 39) await clock.advance('1m')
  }
  expect(await heldExecutions(client)).toEqual(['delivery-7: WORKFLOW_STUCK (last status: packed)'])

  await old.stop({ now: true })
  const next = createWorker({ ...place, logger, workflows: [fixed] })
  await next.ready
  await nudgeHeld(client, fixed)
  expect(await handle.result()).toBe('delivered')
  expect(await heldExecutions(client)).toEqual([])
  await next.stop({ now: true })
  await local.close()
})

it('a report that is too long for Amazon SWF together with its order is sent as a link', async () => {
  const sent: string[] = []
  const { result } = await run(
    careful,
    { id: '7', note: 'x'.repeat(20_000) },
    {
      activities: {
        write: async () => 'x'.repeat(20_000),
        send: async ({ report }: { report: string }) => {
          sent.push(report)
          return 'sent'
        },
      },
    },
  )
  expect([result, sent]).toEqual(['sent', ['https://reports.example/7']])
})
