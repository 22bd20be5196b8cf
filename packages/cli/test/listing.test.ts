import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createClient, register } from '@reyield/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Given } from '../src/commands/given.ts'
import { askedOf } from '../src/executions/query.ts'
import { order, report } from './configured/workflows.ts'
import { bin, homeFolder, inTerminal, reyield, startTestSwf, uncolored, type TestSwf } from './reyield.ts'

let swf: TestSwf
let env: Record<string, string>
const runs: Record<string, string> = {}

/** Open: `order-1`, one with a hostile id and tag, one in Japanese. Closed: `order-1` once before, `report-1`. */
beforeAll(async () => {
  swf = await startTestSwf()
  await register(swf.swf, { domain: 'shop', workflows: [order, report] })
  const start = async (workflowId: string, type: { name: string; version: string }, tagList?: string[]) => {
    const { runId } = await swf.swf.startWorkflowExecution({
      domain: 'shop',
      workflowId,
      workflowType: { name: type.name, version: type.version },
      ...(tagList && { tagList }),
    })
    runs[workflowId] = runId!
    await swf.clock.advance(60_000)
  }
  const terminate = (workflowId: string) => swf.swf.terminateWorkflowExecution({ domain: 'shop', workflowId })
  await start('order-1', order)
  await terminate('order-1')
  await start('report-1', report, ['web'])
  await terminate('report-1')
  await start('order-1', order, ['web', 'eu'])
  await start('evil\u202eid', report, ['\u001b]0;pwned\u0007', 'web'])
  await start('注文の番号', order)
  await swf.swf.requestCancelWorkflowExecution({ domain: 'shop', workflowId: '注文の番号' })
  env = { ...swf.env, REYIELD_NOW: String(swf.clock.now()) }
})
afterAll(() => swf.close())

const list = (...args: string[]) => reyield(['list', ...args], { env })

/** What the command finds with these options, without a process. */
async function ids(options: Record<string, string | boolean> = {}) {
  const { queries, filter } = askedOf(new Given([], options), swf.clock.now())
  const client = createClient({ swf: swf.swf, domain: 'shop' })
  const found = []
  for (const query of queries) {
    for await (const { workflowId, info } of client.list(query, filter && { filter })) {
      found.push(`${workflowId} ${info.closeStatus ?? 'OPEN'}`)
    }
  }
  return found
}

describe('list', () => {
  it('asks SWF for one condition and checks the others itself', async () => {
    const found = await Promise.all([
      ids(),
      ids({ type: 'order' }),
      ids({ type: 'order@1.0' }),
      ids({ tag: 'web', type: 'report' }),
      ids({ closed: true }),
      ids({ closeStatus: 'terminated', tag: 'web' }),
      ids({ id: 'order-1' }),
      ids({ since: '90s' }),
      ids({ until: '2026-01-01T00:02:30Z' }),
      ids({ closed: true, since: '3m' }),
    ])
    const [evil, japanese] = ['evil\u202eid OPEN', '注文の番号 OPEN']
    expect(found).toEqual([
      [japanese, evil, 'order-1 OPEN'],
      [japanese, 'order-1 OPEN'],
      [],
      [evil],
      ['report-1 TERMINATED', 'order-1 TERMINATED'],
      ['report-1 TERMINATED'],
      ['order-1 OPEN', 'order-1 TERMINATED'],
      [japanese],
      ['order-1 OPEN'],
      ['report-1 TERMINATED'],
    ])
  })

  it('shows a table that fits the terminal, of 80 and of 200 columns', async () => {
    const [narrow, wide] = await Promise.all([80, 200].map(columns => inTerminal(['list'], { env, columns })))
    expect(uncolored(narrow!.out)).toBe(
      [
        'ID            TYPE        STATUS                  STARTED  TAGS',
        '注文の番号    order@2.0   open, cancel requested   1m ago',
        'evil\\u202eid  report@1.0  open                     2m ago  \\x1b]0;pwned\\x07, web',
        'order-1       order@2.0   open                     3m ago  web, eu',
        '',
      ].join('\n'),
    )
    expect(uncolored(wide!.out)).toBe(uncolored(narrow!.out))
    const tiny = uncolored((await inTerminal(['list'], { env, columns: 40 })).out)
    for (const line of tiny.split('\n')) expect(line.length).toBeLessThanOrEqual(40)
  })

  it('prints documented JSON, as one document and as lines', async () => {
    const [document, lines] = await Promise.all([
      list('--json', '--id', 'order-1'),
      list('--jsonl', '--closed'),
    ])
    const closed = (workflowId: string, name: string, version: string, minute: number) => ({
      workflowId,
      runId: expect.any(String) as string,
      type: { name, version },
      status: 'TERMINATED',
      started: `2026-01-01T00:0${minute}:00.000Z`,
      closed: `2026-01-01T00:0${minute + 1}:00.000Z`,
      cancelRequested: false,
      tags: name === 'report' ? ['web'] : [],
      parent: null,
    })
    expect(JSON.parse(document.out)).toEqual([
      {
        ...closed('order-1', 'order', '2.0', 2),
        runId: runs['order-1'],
        status: 'OPEN',
        closed: null,
        tags: ['web', 'eu'],
      },
      closed('order-1', 'order', '2.0', 0),
    ])
    expect(
      lines.out
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line) as unknown),
    ).toEqual([closed('report-1', 'report', '1.0', 1), closed('order-1', 'order', '2.0', 0)])
  })

  it('counts with the same conditions, and reports wrong ones', async () => {
    const ended = await Promise.all([
      reyield(['count'], { env }),
      reyield(['count', '--closed', '--tag', 'web', '--json'], { env }),
      reyield(['count', '--tag', 'web', '--type', 'order'], { env }),
      list('--limit', '0'),
    ])
    expect(ended.map(({ code, out, err }) => [code, out, err.split(' [')[0]])).toEqual([
      [0, '3\n', ''],
      [0, '{\n  "count": 1,\n  "truncated": false\n}\n', ''],
      [0, '1\n', ''],
      [2, '', "error: --limit is '0': expected a whole number from 1 to 1000000000"],
    ])
    await expect(ids({ since: 'yesterday' })).rejects.toThrow(
      /^--since is 'yesterday': expected a length of time such as/,
    )
    await expect(ids({ open: true, closeStatus: 'failed' })).rejects.toThrow(/leave out --open$/)
    await expect(ids({ closeStatus: 'fail' })).rejects.toThrow(
      /^--close-status is 'fail': expected one of COMPLETED, /,
    )
  })

  it('ends without an error when its reader has seen enough', async () => {
    const child = spawn(process.execPath, [bin, 'list', '--jsonl'], {
      cwd: homeFolder(),
      env: { PATH: process.env['PATH'], HOME: homeFolder(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.destroy()
    let err = ''
    child.stderr.on('data', text => (err += String(text)))
    expect(await once(child, 'close')).toEqual([0, null])
    expect(err).toBe('')
  })
})
