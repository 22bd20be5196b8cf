import { register } from '@reyield/client'
import { createWorker, type Worker } from '@reyield/worker'
import { workflow } from '@reyield/workflow'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inTerminal, reyield, startTestSwf, uncolored, type TestSwf } from './reyield.ts'

const report = workflow(
  { name: 'report', taskList: 'orders', executionStartToClose: '1h' },
  function* (_: number) {},
)

let swf: TestSwf
let worker: Worker
beforeAll(async () => {
  swf = await startTestSwf()
  await register(swf.swf, { domain: 'shop', workflows: [report] })
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  const place = { swf: swf.swf, domain: 'shop', taskList: 'orders', logger, watchdog: false } as const
  worker = createWorker({ ...place, workflows: [report], schedules: true })
  await worker.ready
})
afterAll(async () => {
  await worker.stop({ now: true })
  await swf.close()
})

const run = (...args: string[]) => reyield(['schedule', ...args], { env: swf.env })
const now = String(Date.UTC(2026, 0, 1))

it('creates, shows, steers and deletes schedules', async () => {
  const times = ['--cron', '30 2 * * *', '--time-zone', 'Europe/Berlin', '--type', 'report', '--input', '7']
  expect(await run('create', 'nightly', ...times)).toEqual({ code: 0, out: 'nightly was created\n', err: '' })
  expect(await run('create', 'nightly', ...times)).toMatchObject({
    code: 1,
    err: expect.stringMatching(
      /^error: The schedule 'nightly' exists already.*\[SCHEDULE_EXISTS\]\n/s,
    ) as string,
  })
  const { code, out } = await run(
    'create',
    'hourly',
    '--every',
    '1h',
    '--type',
    'report',
    '--input',
    '1',
    '--json',
  )
  expect([code, JSON.parse(out)]).toEqual([0, { name: 'hourly', workflowId: 'schedule.hourly' }])
  expect(await run('pause', 'hourly', '--note', 'moving')).toMatchObject({
    code: 0,
    out: 'hourly was paused\n',
  })

  const listed = await run('list')
  expect(
    listed.out
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
      .split('\n')
      .sort(),
  ).toEqual([
    '',
    'hourly\tevery 1h\treport@1.0\ttrue\t',
    'nightly\t30 2 * * * Europe/Berlin\treport@1.0\tfalse\tTIME',
  ])
  const env = { ...swf.env, REYIELD_NOW: now }
  const shown = await inTerminal(['schedule', 'show', 'nightly'], { env, columns: 120 })
  expect(uncolored(shown.out)).toBe(
    'nightly  30 2 * * * Europe/Berlin  starts report@1.0\n' +
      '  overlap skip, catch-up 1m, jitter 0s, task list orders\n' +
      '  next run in 1h, 2026-01-01T01:30:00.000Z\n' +
      '  0 started, 0 skipped, 0 missed, 0 failed to start\n',
  )
  expect((await reyield(['schedule', 'show', 'hourly'], { env })).out).toContain('paused 0s ago: moving\n')

  expect(await run('trigger', 'nightly')).toMatchObject({ code: 0, err: '' })
  expect(await run('resume', 'hourly')).toMatchObject({ code: 0, out: 'hourly was resumed\n' })
  const range = ['--from', '2025-12-24T00:00Z', '--to', '2025-12-26T00:00Z']
  expect(await run('backfill', 'nightly', ...range)).toMatchObject({ code: 0, err: '' })
  expect(await run('delete', 'hourly', '--yes')).toMatchObject({ code: 0, out: 'hourly was deleted\n' })
})

it('says what is wrong', async () => {
  const wrong: [args: string[], code: number, message: string][] = [
    [['show', 'weekly'], 3, "error: No schedule of this domain has the name 'weekly' [SCHEDULE_UNKNOWN]\n"],
    [
      ['pause', 'a/b'],
      2,
      'contains one of : / | or a control character, which SWF refuses [SCHEDULE_INVALID]\n',
    ],
    [
      ['create', 'x', '--type', 'report', '--cron', '61 * * * *'],
      2,
      'Invalid value for minute: 61 [SCHEDULE_INVALID]\n',
    ],
    [['create', 'x', '--cron', '* * * * *'], 2, 'The workflow is missing: --type NAME, or NAME@VERSION'],
    [['delete', 'x'], 2, 'To delete a schedule without a terminal, --yes is needed'],
    [['lst'], 2, "unknown command 'lst' [USAGE_INVALID]\n  Did you mean list?\n"],
  ]
  const ended = await Promise.all(wrong.map(([args]) => run(...args)))
  expect(ended).toEqual(
    wrong.map(([, code, message]) => ({ code, out: '', err: expect.stringContaining(message) as string })),
  )
  const help = await run('--help')
  expect(help).toMatchObject({ code: 0, err: '' })
  expect(help.out).toContain('Usage: reyield schedule [options] [command]')
})
