import { spawnSync, execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { createLocalSwf, type ListenOptions, type LocalSwf } from '../../src/index.ts'
import { comparable, recorder, renamed, type Exchange } from './recorded.ts'

const opened: LocalSwf[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

async function open(options: ListenOptions = {}): Promise<{ url: string }> {
  const local = await createLocalSwf()
  opened.push(local)
  return local.listen(options)
}

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const run = promisify(execFile)
const python = '/usr/bin/python3'
const runs = (command: string, ...args: string[]) => spawnSync(command, args).status === 0

/** The clients, their sessions, whether they are installed, and how to install them. */
const clients = [
  ['boto2', [python, file('boto2_session.py')], runs(python, '-c', 'import boto'), 'python3-boto'],
  ['boto3', [python, file('boto3_session.py')], runs(python, '-c', 'import boto3'), 'python3-boto3'],
  ['aws', ['bash', file('aws_session.sh')], runs('/usr/bin/aws', '--version'), 'awscli'],
] as const

describe.each(clients)('%s', (name, [command, ...args], isHere, debianPackage) => {
  const recording = file(`${name}.json`)
  const output = file(`${name}.txt`)

  test('gets the recorded responses to its recorded requests', async () => {
    const { url } = await open()
    const exchanges = JSON.parse(readFileSync(recording, 'utf8')) as Exchange[]
    expect(exchanges.length).toBeGreaterThan(5)
    const names = new Map<string, string>()
    for (const { headers, body, status, answer } of exchanges) {
      const response = await fetch(url, { method: 'POST', headers, body: renamed(body, names) })
      const text = await response.text()
      const now = comparable(text, answer, names)
      expect([headers['x-amz-target'], response.status, now.here]).toEqual([
        headers['x-amz-target'],
        status,
        now.then,
      ])
    }
  })

  const why = `skipped: ${name} is not installed; apt-get install ${debianPackage}`
  if (!isHere) console.warn(`packages/local/test/clients: ${why}`)
  // each call of the AWS CLI starts a Python process
  const slow = name === 'aws' && process.env.REYIELD_DEEP !== '1'
  test.skipIf(!isHere || slow)(`itself lives through its session${isHere ? '' : ` (${why})`}`, async () => {
    const { url } = await open()
    const proxy = await recorder(url)
    const { stdout } = await run(command, args, { env: { ...process.env, SWF_ENDPOINT: proxy.url } })
    const exchanges = await proxy.close()
    if (process.env.REYIELD_RECORD === 'clients' || !existsSync(recording)) {
      writeFileSync(recording, `${JSON.stringify(exchanges, undefined, 2)}\n`)
      writeFileSync(output, stdout)
    }
    expect(stdout).toBe(readFileSync(output, 'utf8'))
  })

  test.skipIf(!isHere || slow)('itself completes its session on a server with access keys', async () => {
    const { url } = await open({ accessKeys: [{ id: 'local', secret: 'local' }] })
    const { stdout } = await run(command, args, { env: { ...process.env, SWF_ENDPOINT: url } })
    expect(stdout).toBe(readFileSync(output, 'utf8'))
  })
})
