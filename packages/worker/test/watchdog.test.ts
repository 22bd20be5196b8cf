import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { Quarantine, watched } from '../src/watchdog/quarantine.ts'

const script = fileURLToPath(new URL('../../../examples/dist/test/blocking-decider.js', import.meta.url))

async function run(args: string[]) {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  child.stdout.on('data', (text: Buffer) => (out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (out += text.toString()))
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { code, signal, out }
}

const one = workflow({ name: 'w' }, function* () {
  yield 1
})
const other = workflow({ name: 'w' }, function* () {
  yield 2
})

describe('a workflow that blocks the thread', () => {
  it('is reported and the process ends; a new process quarantines its execution', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reyield-'))
    const db = join(folder, 'swf.sqlite')
    const notes = join(folder, 'notes')
    const first = await run([db, notes])
    expect(first.signal).toBe('SIGKILL')
    expect(first.out).toMatch(
      /^Workflow spin 1\.0 has blocked the thread for 0\.5 s in a loop without operations: execution 'spin' \(run .*\)\. The process is ended,/,
    )
    const [note] = readdirSync(notes)
    expect(JSON.parse(readFileSync(join(notes, note!), 'utf8'))).toMatchObject({
      name: 'spin',
      version: '1.0',
      workflowId: 'spin',
    })
    expect(await run([db, notes])).toEqual({ code: 0, signal: null, out: 'WORKFLOW_BLOCKED\n' })
  })

  const execution = { workflowId: 'w', runId: 'r' }

  it('is not quarantined without a note', () => {
    expect(() => new Quarantine('/nowhere').check(watched(one, execution))).not.toThrow()
  })

  it('is quarantined until its code changes, for at most an hour', () => {
    const folder = mkdtempSync(join(tmpdir(), 'reyield-'))
    const about = watched(one, execution)
    writeFileSync(join(folder, about.file), JSON.stringify({ ...about, at: 1000 }))
    const quarantine = new Quarantine(folder)
    expect(() => quarantine.check(about, 1000 + 3_599_999)).toThrow(
      'Workflow w 1.0 blocked the thread at 1970-01-01T00:00:01.000Z, in a loop without operations. Its code has not ' +
        'changed since, so the execution is quarantined. Deploy code without the loop',
    )
    expect(() => quarantine.check(about, 1000 + 3_600_000)).not.toThrow()
    expect(() => quarantine.check(watched(other, execution), 1000)).not.toThrow()
    expect(() => quarantine.check(watched(one, { ...execution, runId: 's' }), 1000)).not.toThrow()
  })
})
