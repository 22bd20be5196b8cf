import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTerminal, reyield, startTestSwf, uncolored, type ReyieldOptions, type TestSwf } from './reyield.ts'
import { openShop } from './shop/executions.ts'
import { approved, order } from './shop/workflows.ts'

let swf: TestSwf
let shop: Awaited<ReturnType<typeof openShop>>
let now: number

/** 25 seconds after its start, `order-7` waits before it packs the milk again. `order-8` closed. */
beforeAll(async () => {
  swf = await startTestSwf()
  shop = await openShop(swf)
  const seven = await shop.order('7')
  await shop.work({ reason: 'CardDeclined: try again' })
  await shop.decided(seven)
  await swf.clock.advance(1000)
  await shop.decided(seven)
  await shop.work({ result: 'receipt' })
  await shop.decided(seven)
  await shop.work({ result: 'box of tea' })
  await shop.decided(seven)
  await shop.work({ reason: 'Busy: \u001b[31mlater' })
  await shop.decided(seven)
  await (await shop.order('8', [])).terminate({ reason: 'duplicate' })
  now = swf.clock.now() + 3000
}, 60_000)

afterAll(async () => {
  await shop.close()
  await swf.close()
})

const options = (more: ReyieldOptions = {}): ReyieldOptions => ({
  ...more,
  env: { ...swf.env, REYIELD_NOW: String(now), ...more.env },
})
const lines = async (...args: string[]) => {
  const { code, out, err } = await reyield(args, options())
  return {
    code,
    err,
    lines: out
      .replaceAll(/\b22[\w+/]{40,}=/g, 'RUN')
      .trimEnd()
      .split('\n'),
  }
}
const folder = () => mkdtempSync(join(tmpdir(), 'reyield-cli-'))

it('says in which task list a task waits, also if nobody polls it', async () => {
  const { runId } = await shop.client.start(
    order,
    { id: '1', items: [] },
    { workflowId: 'purchase-1', taskList: 'purchases' },
  )
  const own = ['purchase-1', '--run-id', runId]
  const shown = await lines('show', ...own)
  expect(shown.lines.at(-1)).toBe("decision task has waited 3.0 s for a worker of task list 'purchases'")
  expect((await lines('trace', ...own)).lines.slice(2)).toEqual([
    "○ A decision task has waited 3.0 s for a worker of task list 'purchases'",
  ])
  expect((await lines('list', '--stuck', '--id', 'purchase-1')).err).toBe(
    'Looked at all 1 open executions: none has a problem\n' +
      'A task that waits for a worker is a problem after 5m; --waiting 10s shows it earlier\n',
  )
  await shop.client.handle(order, { workflowId: 'purchase-1' }).terminate()
})

describe('show', () => {
  it('prints a line an event, with decision tasks folded', async () => {
    expect(await lines('show', 'order-7')).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "lines": [
          "1 2026-01-01T00:00:00.000Z order started",
          "4 2026-01-01T00:00:00.000Z decided after 0 ms by 41@shop build/7f3",
          "5 2026-01-01T00:00:00.000Z schedule charge (1) on 'shop'",
          "6 2026-01-01T00:00:01.000Z charge (1) started after 1.0 s by 12@bank",
          "7 2026-01-01T00:00:03.000Z charge (1) failed after 2.0 s: CardDeclined: try again",
          "10 2026-01-01T00:00:03.000Z decided after 0 ms by 41@shop build/7f3",
          "11 2026-01-01T00:00:03.000Z attempt 2 of charge (1) in 1.0 s",
          "12 2026-01-01T00:00:04.000Z wait before attempt 2 of charge (1) is over",
          "15 2026-01-01T00:00:04.000Z decided after 0 ms by 41@shop build/7f3",
          "16 2026-01-01T00:00:04.000Z schedule charge (1), attempt 2 on 'shop'",
          "17 2026-01-01T00:00:05.000Z charge (1) started after 1.0 s by 12@bank",
          "18 2026-01-01T00:00:07.000Z charge (1) completed after 2.0 s",
          "21 2026-01-01T00:00:07.000Z decided after 0 ms by 41@shop build/7f3",
          "22 2026-01-01T00:00:07.000Z schedule pack (2.1.1) on 'shop'",
          "23 2026-01-01T00:00:07.000Z schedule pack (2.2.1) on 'shop'",
          "24 2026-01-01T00:00:08.000Z pack (2.1.1) started after 1.0 s by 12@bank",
          "25 2026-01-01T00:00:10.000Z pack (2.1.1) completed after 2.0 s",
          "28 2026-01-01T00:00:10.000Z decided after 0 ms by 41@shop build/7f3",
          "29 2026-01-01T00:00:11.000Z pack (2.2.1) started after 4.0 s by 12@bank",
          "30 2026-01-01T00:00:13.000Z pack (2.2.1) failed after 2.0 s: Busy: \\x1b[31mlater",
          "33 2026-01-01T00:00:13.000Z decided after 0 ms by 41@shop build/7f3",
          "34 2026-01-01T00:00:13.000Z attempt 2 of pack (2.2.1) in 1.0 s",
        ],
      }
    `)
  })

  it('prints the last lines, or only failures, or what matches a pattern, with payloads if asked for', async () => {
    const [last, failed, matching] = await Promise.all([
      lines('show', 'order-7', '--last', '2'),
      lines('show', 'order-7', '--failed'),
      lines('show', 'order-7', '--grep', 'CHARGE.*complete', '--payloads'),
    ])
    expect([last.lines, failed.lines, matching.lines]).toMatchInlineSnapshot(`
      [
        [
          "33 2026-01-01T00:00:13.000Z decided after 0 ms by 41@shop build/7f3",
          "34 2026-01-01T00:00:13.000Z attempt 2 of pack (2.2.1) in 1.0 s",
        ],
        [
          "7 2026-01-01T00:00:03.000Z charge (1) failed after 2.0 s: CardDeclined: try again",
          "30 2026-01-01T00:00:13.000Z pack (2.2.1) failed after 2.0 s: Busy: \\x1b[31mlater",
        ],
        [
          "18 2026-01-01T00:00:07.000Z charge (1) completed after 2.0 s  'receipt'",
        ],
      ]
    `)
  })

  it('prints events as SWF returns them, and lines as JSON', async () => {
    const [raw, json] = await Promise.all([
      lines('show', 'order-7', '--raw', '--last', '1'),
      lines('show', 'order-7', '--jsonl', '--last', '1'),
    ])
    expect(JSON.parse(raw.lines[0]!)).toMatchObject({
      eventType: 'TimerStarted',
      timerStartedEventAttributes: {},
    })
    expect(JSON.parse(json.lines[0]!)).toMatchInlineSnapshot(`
      {
        "at": "2026-01-01T00:00:13.000Z",
        "eventId": 34,
        "kind": "decision",
        "text": "attempt 2 of pack (2.2.1) in 1.0 s",
        "type": "TimerStarted",
      }
    `)
  })

  it('follows an execution until it closes', async () => {
    const nine = await shop.order('9', [])
    const ended = await reyield(['show', 'order-9', '--follow'], {
      ...options(),
      onStart: child => {
        child.stdout!.once('data', () => void nine.terminate({ reason: 'enough' }))
      },
    })
    expect([ended.code, ended.out.trimEnd().split('\n').at(-1)]).toEqual([
      0,
      expect.stringMatching(/^\d+ \S+ execution terminated: enough$/),
    ])
  })

  it('refuses a pattern that is no regular expression', async () => {
    const { code, err } = await lines('show', 'order-7', '--grep', '(')
    expect([code, err.split('\n')[0]]).toEqual([2, expect.stringMatching(/--grep is '\('.*USAGE_INVALID/)])
  })
})

describe('trace', () => {
  it('prints the tree of an open execution, also without its code', async () => {
    expect(await lines('trace', 'order-7')).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "lines": [
          "order-7  order  open for 16 s  34 events",
          "run RUN  started 2026-01-01T00:00:00.000Z  tags web  decided by build 7f3",
          "! activity pack (id '2.2.1') has failed once; attempt 2 is due (event 30, 2026-01-01T00:00:13.000Z)",
          "├─ ✓ charge (1) completed in 2.0 s, 1.0 s in the task list, 2 attempts",
          "└─ branches (2)",
          "   ├─ ✓ pack (2.1.1) completed in 2.0 s, 1.0 s in the task list",
          "   └─ ↻ pack (2.2.1) waits before attempt 2, in -2.0 s",
          "         attempt 1 failed after 2.0 s on 12@bank: Busy: \\x1b[31mlater",
        ],
      }
    `)
  })

  it('prints an earlier moment', async () => {
    expect((await lines('trace', 'order-7', '--at', '7')).lines.slice(2)).toMatchInlineSnapshot(`
      [
        "└─ ✗ charge (1) failed in 2.0 s, 1.0 s in the task list: CardDeclined: try again",
      ]
    `)
    expect(await lines('trace', 'order-7', '--at', '700')).toMatchObject({ code: 2 })
  })

  it('prints a closed execution, by its last run', async () => {
    expect((await lines('trace', 'order-8')).lines).toMatchInlineSnapshot(`
      [
        "order-8  order  terminated after 0 ms  6 events",
        "run RUN  started 2026-01-01T00:00:13.000Z  tags web  decided by build 7f3",
        "Terminated: duplicate",
        "└─ ⊘ charge (1) abandoned",
      ]
    `)
  })

  it('prints children with their own steps, and says how many are left out', async () => {
    const ten = await shop.order('10', [])
    await shop.work({ result: 'receipt' })
    await shop.decided(ten)
    await ten.signal(approved, { by: 'ann' })
    await shop.decided(ten)
    const shipping = shop.client.list({ status: 'OPEN', workflow: { name: 'shipping' } })
    for await (const { handle } of shipping) await shop.decided(handle)
    const [whole, flat, none] = await Promise.all([
      lines('trace', 'order-10'),
      lines('trace', 'order-10', '--depth', '0'),
      lines('trace', 'order-10', '--children', '0'),
    ])
    const tidy = (all: readonly string[]) =>
      all.slice(2).map(line => line.replaceAll(/order-10\.[a-z2-7]{10}/g, 'CHILD'))
    expect(tidy(whole.lines)).toMatchInlineSnapshot(`
      [
        "├─ ✓ charge (1) completed in 2.0 s, 1.0 s in the task list",
        "├─ ⊘ timer (3.2.1) of 2h canceled after 0 ms",
        "└─ ● child shipping (CHILD.4) has run for 0 ms, 1d left (executionStartToClose)",
        "   └─ CHILD.4  shipping  open for 0 ms  5 events",
        "      │  run RUN  started 2026-01-01T00:00:16.000Z  decided by build 7f3",
        "      │  child of order-10",
        "      └─ ● timer (1) of 3h fires in 3h",
      ]
    `)
    expect(tidy(flat.lines)).toMatchInlineSnapshot(`
      [
        "├─ ✓ charge (1) completed in 2.0 s, 1.0 s in the task list",
        "├─ ⊘ timer (3.2.1) of 2h canceled after 0 ms",
        "└─ ● child shipping (CHILD.4) has run for 0 ms, 1d left (executionStartToClose)",
      ]
    `)
    expect(tidy(none.lines).at(-1)).toMatchInlineSnapshot(
      `"… 1 more children aren't shown: choose a higher --children"`,
    )
    await ten.terminate({ childPolicy: 'TERMINATE' })
  })

  it('prints the runs before and after in a chain', async () => {
    const runs = await shop.tally('tally', 2)
    const named = (all: readonly string[]) => all.slice(0, 5)
    const [last, middle] = await Promise.all([
      reyield(['trace', 'tally'], options()),
      reyield(['trace', 'tally', '--run-id', runs[1]!, '--chain', '1'], options()),
    ])
    const tidy = (out: string) =>
      named(
        runs
          .reduce((text, run, n) => text.replaceAll(run, `RUN ${n}`), out)
          .trimEnd()
          .split('\n'),
      )
    expect(tidy(last.out)).toMatchInlineSnapshot(`
      [
        "tally  tally  open for 0 ms  4 events",
        "run RUN 2  started 2026-01-01T00:00:16.000Z  decided by build 7f3",
        "earlier run RUN 0  continued as new  9 events  started 2026-01-01T00:00:16.000Z",
        "earlier run RUN 1  continued as new  9 events  started 2026-01-01T00:00:16.000Z",
      ]
    `)
    expect(tidy(middle.out)).toMatchInlineSnapshot(`
      [
        "tally  tally  continued as new after 0 ms  9 events",
        "run RUN 1  started 2026-01-01T00:00:16.000Z  decided by build 7f3",
        "earlier run RUN 0  continued as new  9 events  started 2026-01-01T00:00:16.000Z",
        "later run RUN 2  open  4 events  started 2026-01-01T00:00:16.000Z",
      ]
    `)
    const followed = await reyield(['show', 'tally', '--run-id', runs[0]!, '--follow'], options())
    expect(followed.out.trimEnd().split('\n').at(-1)).toMatch(/execution continued as new/)
  })

  it('suggests ids like one that is unknown', async () => {
    const { code, err } = await lines('trace', 'ordre-7')
    expect([code, err]).toEqual([3, expect.stringContaining('Did you mean order-7')])
  })

  it('is a JSON document for programs', async () => {
    const { lines: json } = await lines('trace', 'order-7', '--json')
    const { execution, children, chain } = JSON.parse(json.join('\n')) as Record<string, object>
    expect(execution).toMatchObject({
      workflowId: 'order-7',
      state: 'open',
      problems: [{ kind: 'retrying' }],
    })
    expect([children, chain]).toEqual([{}, []])
  })
})

describe('profile', () => {
  it('prints where the time of an execution went', async () => {
    expect((await lines('profile', 'order-7')).lines).toMatchInlineSnapshot(`
      [
        "1 execution took 16 s, with 39 events and about 23 calls of SWF",
        "pack	2	3	1	7.0 s	4.0 s	4.0 s	2.0 s	1.0 s",
        "charge	1	2	1	2.0 s	1.0 s	4.0 s	2.0 s	1.0 s",
        "7 decision tasks: waited 0 ms at the median, 0 ms at p95, 0 ms at most, decided in 0 ms at the median, 0 ms at p95, 0 ms at most",
      ]
    `)
  })

  it('prints it for the executions of a type that closed', async () => {
    expect((await lines('profile', '--type', 'order')).lines[0]).toMatch(/^\d executions? took/)
    expect(await lines('profile', '--type', 'order', 'order-7')).toMatchObject({ code: 2 })
  })
})

describe('export and open', () => {
  it('write a history to a file, and show the file without SWF as if it were read from SWF', async () => {
    const dir = folder()
    expect(await lines('export', 'order-7', '--dir', dir)).toMatchObject({ code: 0 })
    const [file] = readdirSync(dir)
    const away = { env: { REYIELD_NOW: String(swf.clock.now()) }, cwd: dir }
    const opened = await Promise.all([
      reyield(['open', file!, '--as', 'show'], away),
      reyield(['open', file!, '--as', 'profile'], away),
      reyield(['open', file!], away),
    ])
    const live = await Promise.all([lines('show', 'order-7')])
    expect(opened.map(({ code }) => code)).toEqual([0, 0, 0])
    expect(opened[0].out.trimEnd().split('\n')).toEqual(live[0].lines)
    expect(opened[2].out).toContain('pack (2.2.1) has waited 9.0 s for a worker')
  })

  it('take the JSON of the AWS CLI, and say what is wrong with a file', async () => {
    const dir = folder()
    const { out } = await reyield(['export', 'order-7'], options())
    const [{ events }] = JSON.parse(out) as [{ events: { eventTimestamp: string }[] }]
    const seconds = events.map(event => ({
      ...event,
      eventTimestamp: Date.parse(event.eventTimestamp) / 1000,
    }))
    writeFileSync(join(dir, 'aws.json'), JSON.stringify({ events: seconds }))
    writeFileSync(join(dir, 'broken.json'), '{"events":')
    writeFileSync(join(dir, 'two.json'), JSON.stringify([{ events }, { events }]))
    const open = (...args: string[]) => reyield(['open', ...args], { cwd: dir })
    expect((await open('aws.json', '--as', 'show')).code).toBe(0)
    const bad = await Promise.all([open('broken.json'), open('two.json'), open('none.json')])
    expect(bad.map(({ code, err }) => [code, err.split('\n')[0]])).toMatchInlineSnapshot(`
      [
        [
          2,
          "error: broken.json can't be read: The history: it isn't valid JSON: it ends too early [USAGE_INVALID]",
        ],
        [
          2,
          "error: two.json has 2 histories (without ids, without ids): choose one with --id [USAGE_INVALID]",
        ],
        [
          2,
          "error: There is no file or folder 'none.json' [USAGE_INVALID]",
        ],
      ]
    `)
  })

  it('write one file for each of many executions', async () => {
    const dir = folder()
    expect((await lines('export', '--closed', '--dir', dir)).code).toBe(0)
    const [same, none] = await Promise.all([
      lines('export', '--closed', '--type', 'order@1.0', '--dir', dir),
      lines('export', '--closed', '--type', 'order@2.0', '--dir', dir),
    ])
    expect(same.lines).not.toEqual(none.lines)
    expect(none.lines).toEqual([`0 histories exported to ${dir}`])
    const files = readdirSync(dir)
    expect(files.length).toBeGreaterThan(1)
    expect(JSON.parse(readFileSync(join(dir, files[0]!), 'utf8'))).toHaveLength(1)
  })
})

it.each([80, 200])(
  'output in a terminal with %i columns has no escape sequences of payloads',
  async columns => {
    const ended = await Promise.all(
      [
        ['show', 'order-7'],
        ['trace', 'order-7'],
        ['profile', 'order-7'],
      ].map(args => inTerminal(args, { ...options(), columns })),
    )
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0])
    for (const { out } of ended) expect(uncolored(out)).not.toContain('\u001b')
    expect(uncolored(ended[0]!.out)).toContain('Busy: \\x1b[31mlater')
  },
)
