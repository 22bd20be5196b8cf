import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@reyield/client'
import type { PayloadPipeline } from '@reyield/data'
import { createLocalSwf } from '@reyield/local'
import { createWorker } from '@reyield/worker'
import { afterAll, expect, it } from 'vitest'
import { pipeline as onAws } from './payloads-aws.ts'
import { gzip, measure, onlyDecoding, printing } from './payloads-workflow.ts'
import { pipelineOf } from './payloads.ts'

const folder = mkdtempSync(join(tmpdir(), 'reyield-payloads-'))
afterAll(() => rmSync(folder, { recursive: true }))

const logger = { debug() {}, info() {}, warn() {}, error() {} }
const photo = { url: 'https://photos.example/Marzipan', notes: 'Marzipan '.repeat(20) }

/** Runs the workflow, with a worker and a client that have other pipelines. */
async function printed(
  ofWorker: PayloadPipeline,
  ofClient = ofWorker,
): Promise<{ result: unknown; stored: string }> {
  const handler = measure(ofWorker)
  const local = await createLocalSwf({
    lambda: { measure: async input => JSON.stringify(await handler(JSON.parse(input!))) },
  })
  const place = { swf: local.swf, domain: 'guide' }
  const worker = createWorker({
    ...place,
    taskList: 'guide',
    workflows: [printing],
    pipeline: ofWorker,
    logger,
  })
  await worker.ready
  const client = createClient({ ...place, pipeline: ofClient })
  const handle = await client.start(printing, photo, { lambdaRole: 'arn:aws:iam::123456789012:role/measure' })
  const result = await handle.result()
  const execution = { workflowId: handle.workflowId, runId: handle.runId }
  const { events } = await local.swf.getWorkflowExecutionHistory({ domain: 'guide', execution })
  await worker.stop({ now: true })
  await local.close()
  return { result, stored: JSON.stringify(events) }
}

it('encodes all payloads, also those of a Lambda function', async () => {
  const key = () => randomBytes(32).toString('base64')
  const pipeline = pipelineOf({
    PAYLOAD_KEY_OLD: key(),
    PAYLOAD_KEY: key(),
    PAYLOADS: join(folder, 'payloads'),
  })
  const { result, stored } = await printed(pipeline)
  expect(result).toEqual({ width: 3100, notes: photo.notes })
  expect(stored).not.toContain('Marzipan')
  expect(stored.match(/reyield:1:encryption:1:2026-11:/g)).toHaveLength(4)
})

it('a codec is introduced in two deployments', async () => {
  const result = { width: 3100, notes: photo.notes }
  for (const [worker, client] of [
    [[onlyDecoding(gzip)], []],
    [[onlyDecoding(gzip)], [gzip]],
    [[gzip], [onlyDecoding(gzip)]],
  ] as const)
    expect((await printed(worker, client)).result).toEqual(result)
})

it('with keys and a bucket of AWS needs no access to make', () => {
  expect(onAws.map(({ name }) => name)).toEqual(['compression', 'encryption', 'offload'])
})
