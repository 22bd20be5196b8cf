import { signal, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { schedule } from './index.ts'
import { rateOf, rateWarning } from './steering/rate.ts'
import { dueAt, timesBetween } from './times/due.ts'
import { jitterOf } from './times/jitter.ts'
import { specOf } from './steering/spec-of.ts'
import { json } from '@reyield/data'

const report = workflow({ name: 'report', taskList: 'reports', executionStartToClose: '1h' }, function* () {
  yield* signal('done')
})
const declared = (options: object = {}) =>
  schedule({ name: 'nightly', cron: '30 2 * * *', workflow: report, ...options })
const specOfOptions = (options: object = {}) => specOf(declared(options), json)

describe('schedule', () => {
  it('fills in the defaults', () => {
    expect(declared()).toEqual({
      name: 'nightly',
      cron: '30 2 * * *',
      every: undefined,
      timeZone: 'UTC',
      workflow: report,
      input: undefined,
      taskList: 'reports',
      overlap: 'skip',
      catchUp: 60_000,
      jitter: 0,
      start: {},
    })
  })

  it.each<[option: string, value: object, message: string]>([
    ['name', { name: '' }, 'The name of a schedule is empty'],
    ['name', { name: 'a/b' }, "The name of a schedule 'a/b' contains one of : / | or a control character"],
    ['name', { name: 'x'.repeat(201) }, 'has 201 characters, SWF allows 200'],
    [
      'cron',
      { cron: '61 * * * *' },
      "The cron of schedule 'nightly' is '61 * * * *': Invalid value for minute: 61",
    ],
    [
      'cron',
      { cron: '2027-01-01T00:00:00' },
      'expected five fields (minute, hour, day, month, weekday), or six',
    ],
    ['cron', { cron: '* * * * * * *' }, 'expected five fields'],
    ['cron', { cron: '0 0 30 2 *' }, "is '0 0 30 2 *', which has no time in the future"],
    ['cron', { cron: `0 0 ${'1,'.repeat(100)}1 * *` }, 'has 209 characters: at most 200'],
    ['cron', { cron: 5 }, 'is a number: expected a string'],
    ['cron', { cron: undefined }, "is missing: set cron, as '30 2 * * *', or every, as '15m'"],
    ['cron', { every: '1h' }, 'is set together with every: set one of them'],
    ['every', { cron: undefined, every: '500ms' }, 'is 500 ms: expected 1000 to 31536000000 ms'],
    ['every', { cron: undefined, every: 1500 }, 'is 1500 ms: expected whole seconds'],
    [
      'timeZone',
      { timeZone: 'Mars/Olympus' },
      "is 'Mars/Olympus': expected a name of the IANA time zone database",
    ],
    ['timeZone', { cron: undefined, every: '1h', timeZone: 'Europe/Berlin' }, 'has no meaning with every'],
    ['overlap', { overlap: 'queue' }, "is 'queue': expected 'skip', 'bufferOne', 'cancelOther', 'allow'"],
    ['catchUp', { catchUp: '1s' }, 'is 1000 ms: expected 10000 to 31536000000 ms'],
    ['jitter', { jitter: '2 days' }, 'is 172800000 ms: expected 0 to 86400000 ms'],
    [
      'jitter',
      { cron: '* * * * *', jitter: '2m' },
      'is 120000 ms: expected at most the 60000 ms between two',
    ],
    ['workflow', { workflow: undefined }, 'expected a workflow, as workflow(…) returns it'],
    ['taskList', { taskList: 'a|b' }, 'contains one of : / |'],
    ['start.tags', { start: { tags: ['1', '2', '3', '4', '5'] } }, 'are more than 4'],
  ])('refuses the %s %j', (option, value, message) => {
    expect(() => declared(value)).toThrow(
      expect.objectContaining({
        code: 'SCHEDULE_INVALID',
        option,
        message: expect.stringContaining(message) as string,
      }),
    )
  })

  it('needs a timeout of its runs when it is created', () => {
    const endless = workflow({ name: 'endless', taskList: 'main' }, function* () {})
    expect(() => specOfOptions({ workflow: endless })).toThrow(
      expect.objectContaining({ code: 'TIMEOUT_MISSING' }),
    )
    expect(
      specOfOptions({ workflow: endless, start: { executionStartToClose: '2h', priority: 3 } }).run,
    ).toMatchObject({ executionStartToClose: '7200', taskList: 'main', priority: 3 })
  })
})

describe('what is due', () => {
  const at = (text: string) => Date.parse(text)

  it('is estimated where many times have passed', () => {
    const spec = specOfOptions({ cron: '* * * * *', catchUp: '5m' })
    const [cursor, now] = [at('2026-01-01T00:00Z'), at('2026-03-01T00:00:30Z')]
    const { due, missed, ...others } = dueAt(spec, cursor, now)
    expect(due).toEqual([4, 3, 2, 1, 0].map(ago => at('2026-03-01T00:00Z') - ago * 60_000))
    expect(Math.abs(missed + due.length - 59 * 24 * 60)).toBeLessThanOrEqual(1)
    expect(others).toEqual({ cursor: at('2026-03-01T00:00Z'), next: at('2026-03-01T00:01Z') })
  })

  it('comes later by the jitter, which is always the same for a time', () => {
    const spec = specOfOptions({ jitter: '10m' })
    const time = at('2026-01-01T02:30Z')
    const late = jitterOf(spec, time)
    expect(dueAt(spec, at('2026-01-01T00:00Z'), time + late - 1)).toMatchObject({
      due: [],
      next: time + late,
    })
    expect(dueAt(spec, at('2026-01-01T00:00Z'), time + late)).toMatchObject({ due: [time] })
    const all = Array.from({ length: 500 }, (_, i) => jitterOf(spec, time + i * 86_400_000))
    expect([Math.min(...all) < 60_000, Math.max(...all) > 540_000, Math.max(...all) <= 600_000]).toEqual([
      true,
      true,
      true,
    ])
  })

  it('is nothing but a problem if croner refuses the expression', () => {
    const spec = { ...specOfOptions(), cron: '99 * * * *' }
    expect(dueAt(spec, 0, 1000)).toEqual({
      due: [],
      missed: 0,
      cursor: 0,
      problem: expect.any(String) as string,
    })
    expect(timesBetween(spec, 0, 1000, 10)).toEqual({ times: [], problem: expect.any(String) as string })
  })
})

describe('the rate of runs', () => {
  it('is that of the next times', () => {
    const now = Date.parse('2026-01-01T00:00Z')
    expect(rateOf({ every: 500, timeZone: 'UTC' }, now)).toBe(2)
    expect(rateOf({ cron: '*/10 * * * * *', timeZone: 'UTC' }, now)).toBe(0.1)
    expect(rateWarning([6, 6])).toBeUndefined()
    expect(rateWarning([6, 6, 0.5])).toContain('The 3 schedules of the domain start 12.5 runs a second')
  })
})
