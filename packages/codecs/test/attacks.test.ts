import { randomBytes } from 'node:crypto'
import { createClient } from '@reyield/client'
import { superjson } from '@reyield/data'
import { createLocalSwf } from '@reyield/local'
import { createWorker } from '@reyield/worker'
import { signal, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { encryption } from '../src/index.ts'

const approved = signal<string>('approved')
const checked = signal<string>('checked', { onUnreadable: 'throw' })
const order = workflow(
  { name: 'order', taskList: 'main', executionStartToClose: '1 day', taskStartToClose: '5s' },
  async function* () {
    const by = yield* approved
    const codes: unknown[] = []
    for (let n = 0; n < 3; n++) {
      try {
        codes.push(yield* checked)
      } catch (error) {
        codes.push((error as { code?: string }).code)
      }
    }
    return { by, codes }
  },
)

it('signals that somebody has written without the key, or copied from elsewhere, hold no execution', async () => {
  const keys = { k: randomBytes(32) }
  const pipeline = [encryption({ keys, current: 'k', required: true })]
  const local = await createLocalSwf()
  const { swf } = local
  const warnings: string[] = []
  const keep = (message: string) => void warnings.push(message)
  const logger = { debug() {}, info() {}, warn: keep, error: keep }
  const worker = createWorker({ swf, domain: 'shop', taskList: 'main', workflows: [order], pipeline, logger })
  await worker.ready
  const client = createClient({ swf, domain: 'shop', pipeline })
  const [other, handle] = [
    await client.start(order, undefined, { workflowId: 'other' }),
    await client.start(order, undefined, { workflowId: 'mine' }),
  ]
  await other.signal(approved, 'Ann')
  const copied = (
    await swf.getWorkflowExecutionHistory({
      domain: 'shop',
      execution: { workflowId: 'other', runId: other.runId },
    })
  ).events!.find(event => event.eventType === 'WorkflowExecutionSignaled')!
    .workflowExecutionSignaledEventAttributes!.input!
  const forged = [
    superjson.serialize('Mallory')!,
    copied,
    `${copied.slice(0, -6)}AAAAAA`,
    'reyield:1:encryption:x',
  ]
  for (const input of forged)
    await swf.signalWorkflowExecution({ domain: 'shop', workflowId: 'mine', signalName: 'approved', input })
  for (const input of forged.slice(0, 2))
    await swf.signalWorkflowExecution({ domain: 'shop', workflowId: 'mine', signalName: 'checked', input })
  await handle.signal(approved, 'Bob')
  await handle.signal(checked, 'Bob')
  expect(await handle.result()).toEqual({
    by: 'Bob',
    codes: ['PAYLOAD_UNREADABLE', 'PAYLOAD_UNREADABLE', 'Bob'],
  })
  expect(
    warnings.filter(warning => /^Signal 'approved' of event \d+ was dropped/.test(warning)),
  ).toHaveLength(4)
  expect(warnings.join()).not.toContain('Mallory')
  await worker.stop({ now: true })
  await local.close()
})
