import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { register } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { expect, it } from 'vitest'
import { order } from './workflow.ts'

const program = (name: string) => fileURLToPath(new URL(`../dist/packages/${name}.js`, import.meta.url))

/** What the program of a README prints. */
async function printed(name: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return (await promisify(execFile)(process.execPath, [program(name)], { env })).stdout
}

it('the programs in the READMEs of the packages print what they show', async () => {
  const local = await createLocalSwf()
  await local.swf.registerDomain({ name: 'shop', workflowExecutionRetentionPeriodInDays: '7' })
  await register(local.swf, { domain: 'shop', workflows: [order] })
  const { url } = await local.listen({ port: 0 })
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL_SWF: url,
    PAYLOAD_KEY: Buffer.alloc(32, 7).toString('base64'),
  }
  const worker = spawn(process.execPath, [program('worker')], { env, stdio: 'ignore' })
  const names = ['client', 'codecs', 'schedules', 'telemetry', 'local', 'data']
  const first = await Promise.all(names.map(name => printed(name, env)))
  const second = await Promise.all(['inspect', 'replay'].map(name => printed(name, env)))
  const ended = once(worker, 'exit')
  worker.kill('SIGTERM')
  expect([...first, ...second, await ended]).toEqual([
    "{\n  receipt: 'receipt for 2 items',\n  boxes: [ 'box with tea', 'box with milk' ]\n}\n",
    "{ receipt: 'receipt for 1 items', boxes: [ 'box with tea' ] }\n",
    '',
    expect.stringMatching(/^# HELP reyield_/),
    "[ 'shop' ]\n",
    expect.stringContaining("items: Set(1) { 'tea' } }\n"),
    'completed\nactivity charge completed\nactivity pack completed\nactivity pack completed\n',
    '[]\n',
    [0, null],
  ])
  await local.close()
})
