import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect, type Client, type WorkflowHandle } from '@reyield/client'
import { createLocalSwf, type LocalSwf } from '@reyield/local'
import { createWorker } from '@reyield/worker'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import * as activities from './bundling/src/activities.ts'
import { weigh } from './bundling/src/weigh.ts'
import { approved, order } from './bundling/src/workflows.ts'
import { environment, exec, execOrThrow } from './npm.ts'
import { packedAll } from './packed.ts'

/** The project of docs/guide/bundling.md, with the packages from tarballs. */
let project: string
let local: LocalSwf
let client: Client
let env: NodeJS.ProcessEnv
beforeAll(async () => {
  project = join((await packedAll()).project, 'bundling')
  cpSync(fileURLToPath(new URL('bundling', import.meta.url)), project, { recursive: true })
  local = await createLocalSwf()
  const { url } = await local.listen({ port: 0 })
  client = connect({ endpoint: url, domain: 'shop' })
  // credentials of a profile, which only the AWS SDK can read: so it's loaded
  writeFileSync(join(project, 'aws'), '[shop]\naws_access_key_id = a\naws_secret_access_key = b\n')
  env = {
    AWS_ENDPOINT_URL_SWF: url,
    AWS_PROFILE: 'shop',
    AWS_REGION: 'eu-west-1',
    AWS_SHARED_CREDENTIALS_FILE: join(project, 'aws'),
    AWS_CONFIG_FILE: join(project, 'aws'),
  }
}, 120_000)
afterAll(() => local.close())

const visa = { card: 'visa', items: ['tea'] }

/** Starts an order with a worker in this process, whose code isn't bundled, and stops it when the order waits for an approval. */
async function unbundled(workflowId: string) {
  const worker = createWorker({
    swf: local.swf,
    domain: 'shop',
    taskList: 'orders',
    workflows: [order],
    activities: { ...activities, weigh },
    cache: false, // so that no task waits for this worker
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  })
  await worker.ready
  const handle = await client.start(order, visa, { workflowId })
  await vi.waitFor(async () => expect(await decisionTasksOf(handle)).toBe(2), { timeout: 20_000 })
  await worker.stop({ now: true })
  return handle
}

const decisionTasksOf = async (handle: WorkflowHandle<unknown>) =>
  (await handle.history()).filter(({ eventType }) => eventType === 'DecisionTaskCompleted').length

/** Starts a program in the project, and returns what ends it. What it logs is `log.text`. */
function start(file: string) {
  const log = { text: '' }
  const worker = spawn(process.execPath, ['--enable-source-maps', file], {
    cwd: project,
    env: { ...environment(), ...env },
  })
  worker.stderr.on('data', chunk => (log.text += String(chunk)))
  const ended = once(worker, 'exit')
  const stop = async () => {
    worker.kill('SIGTERM')
    return (await ended) as unknown[]
  }
  return { log, stop }
}

it.each<[string, string, string[]]>([
  ['esbuild', 'dist/worker.js', ['build.js']],
  ['Vite', 'dist-vite/worker.js', ['../node_modules/vite/bin/vite.js', 'build']],
])(
  'a minified bundle of %s goes on with an execution of unbundled code, and knows errors by class',
  async (name, file, command) => {
    await execOrThrow(project, process.execPath, command)
    const handle = await unbundled(`order-of-${name}`)
    const bundle = start(file)
    await handle.signal(approved, { by: 'ann' })
    expect(await handle.result()).toEqual({
      receipt: 'receipt for visa',
      by: 'ann',
      weight: 3,
      boxes: ['box with tea'],
    })

    const declined = await client.start(order, { card: 'expired', items: [] })
    await expect(declined.result()).rejects.toThrow('CardDeclined: The card has expired')
    const attempts = (await declined.history()).filter(
      ({ eventType }) => eventType === 'ActivityTaskScheduled',
    )
    expect(attempts).toHaveLength(1)
    // the source map leads to the line of the source
    expect(JSON.stringify(await declined.history())).toMatch(/charge \([^)]*\/src\/activities\.ts:4:\d+\)/)
    expect(await bundle.stop(), bundle.log.text).toEqual([0, null])
  },
)

/** Bundles the worker with other settings than those of the page. */
const bundle = (name: string, thread: string, keepNames: boolean) =>
  build({
    absWorkingDir: project,
    entryPoints: { worker: 'src/worker.ts', weigh: 'src/weigh.ts', [thread]: '@reyield/worker/thread' },
    outdir: name,
    bundle: true,
    minify: true,
    keepNames,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
  })

it('a bundle without the program of threads says so when it starts, if it needs one', async () => {
  await bundle('no-threads', 'other', true)
  expect(await exec(project, process.execPath, ['no-threads/worker.js'], env)).toMatchObject({
    code: 1,
    text: expect.stringContaining('The program of threads is missing beside') as string,
  })
})

it('a bundle of CommonJS loads, although there is no import.meta', async () => {
  const entry = "export { createWorker } from '@reyield/worker'"
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: project },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  })
  writeFileSync(join(project, 'worker.cjs'), outputFiles[0]!.contents)
  const code = "console.log(typeof require('./worker.cjs').createWorker)"
  expect(await execOrThrow(project, process.execPath, ['-e', code])).toBe('function\n')
})

it('a bundle with shortened names refuses a class in a policy, and warns if the policy has its name', async () => {
  await bundle('by-class', 'reyield-thread', false)
  expect(await exec(project, process.execPath, ['by-class/worker.js'], env)).toMatchObject({
    code: 1,
    text: expect.stringContaining('keep names when bundling') as string,
  })

  const policy = readFileSync(join(project, 'src/workflows.ts'), 'utf8')
  writeFileSync(join(project, 'src/workflows.ts'), policy.replace('[CardDeclined]', "['CardDeclined']"))
  await bundle('by-name', 'reyield-thread', false)
  const { log, stop } = start('by-name/worker.js')
  await vi.waitFor(() => expect(log.text).toContain('Polling'), { timeout: 20_000 })
  expect(log.text).toContain('A bundler has shortened the names of the classes in this program.')
  expect(await stop()).toEqual([0, null])
})

it('a bundle for Lambda starts executions, once for each id', async () => {
  await execOrThrow(project, process.execPath, ['build-lambda.js'])
  const invoke = `const { handler } = require('./dist/lambda.cjs')
    const event = ${JSON.stringify({ id: 'order-7', ...visa })}
    const invoked = async () => [await handler(event), await handler(event)]
    invoked().then(results => { console.log(JSON.stringify(results)); process.exit() })`
  const printed = await execOrThrow(project, process.execPath, ['--no-warnings', '-e', invoke], env)
  const { executionInfos } = await local.swf.listOpenWorkflowExecutions({
    domain: 'shop',
    startTimeFilter: { oldestDate: new Date(0) },
    executionFilter: { workflowId: 'order-7' },
  })
  const runs = executionInfos!.map(({ execution }) => execution)
  expect(runs).toHaveLength(1)
  expect(JSON.parse(printed)).toEqual([runs[0], runs[0]])
})
