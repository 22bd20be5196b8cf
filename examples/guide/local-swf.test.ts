import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { startLocalSwf } from '../start/processes.ts'

const run = promisify(execFile)
const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const page = readFileSync(file('../../docs/local-swf/README.md'), 'utf8')

/** The output of a snippet on the page. */
const shown = (path: string) =>
  new RegExp(`<!-- (?:file|from): ${path} -->[^]*?\`\`\`\\n[^]*?\`\`\`\\n([^]*?)\`\`\``).exec(page)![1]

it('two days pass in no time with a test clock', async () => {
  const { stdout } = await run(process.execPath, [file('../dist/guide/local-clock.js')])
  expect(stdout).toBe(shown('examples/guide/local-clock.ts'))
})

const python = '/usr/bin/python3'
const hasBoto3 = spawnSync(python, ['-c', 'import boto3']).status === 0
if (!hasBoto3) console.warn('examples/guide: skipped: boto3 is not installed; apt-get install python3-boto3')

it.skipIf(!hasBoto3)('boto3 runs an execution', async () => {
  const local = await startLocalSwf(join(mkdtempSync(join(tmpdir(), 'reyield-')), 'swf.sqlite'))
  const env = { ...process.env, SWF_ENDPOINT: local.url }
  const { stdout } = await run(python, [file('hello_boto3.py')], { env })
  expect(stdout).toBe(shown('examples/guide/hello_boto3.py'))
  await local.stop()
})
