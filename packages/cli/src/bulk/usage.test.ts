import { expect, it } from 'vitest'
import { Given } from '../commands/given.ts'
import { askedOfFilters } from './conditions.ts'
import { modeOf } from './mode.ts'
import { applyLine } from './resume-line.ts'
import { Speed } from './speed.ts'

const now = Date.UTC(2026, 0, 3)

it('asks SWF for open executions that meet one condition, and checks the others here', () => {
  const { queries, filter } = askedOfFilters(
    ['type=order@2', 'tag=a=b', 'tag=eu', 'since=2d', 'until=2026-01-02T12:00Z'],
    now,
  )
  expect(queries).toEqual([
    {
      status: 'OPEN',
      tag: 'a=b',
      startedAfter: new Date('2026-01-01T00:00Z'),
      startedBefore: new Date('2026-01-02T12:00Z'),
    },
  ])
  const info = (tagList: string[], version: string) =>
    filter!({ tagList, workflowType: { name: 'order', version } } as never)
  expect([info(['a=b', 'eu'], '2'), info(['a=b'], '2'), info(['a=b', 'eu'], '1')]).toEqual([
    true,
    false,
    false,
  ])
  expect(askedOfFilters(['id=order-7'], now)).toEqual({
    queries: [{ status: 'OPEN', workflowId: 'order-7' }],
    filter: undefined,
    bySwf: 'workflowId',
  })
})

const keys = 'expected KEY=VALUE with one of the keys type, tag, id, since, until'

it.each([
  [['tpye=order'], `--filter is 'tpye=order': ${keys}. Did you mean type=?`],
  [['status=open'], `--filter is 'status=open': ${keys}`],
  [['close-status=failed'], `--filter is 'close-status=failed': ${keys}`],
  [['order'], `--filter is 'order': ${keys}`],
  [['=order'], `--filter is '=order': ${keys}`],
  [[''], `--filter is '': ${keys}`],
  [['type'], `--filter type has no value: ${keys}`],
  [['type=order', 'tag='], `--filter tag has no value: ${keys}`],
  [['id= '], `--filter id has no value: ${keys}`],
  [['type=a', 'type=b'], '--filter type is given twice. An execution can have only one type'],
  [
    ['since=tomorrow'],
    "--filter since is 'tomorrow': expected a length of time such as 2h or 7d, or a date such as 2026-11-28 or 2026-11-28T14:00Z",
  ],
])('refuses the filters %j', (filters, message) => {
  expect(() => askedOfFilters(filters, now)).toThrow(
    expect.objectContaining({ code: 'USAGE_INVALID', message }) as Error,
  )
})

const takes = { kind: 'signal', arguments: ['id', 'name'], options: ['input'], asks: false } as const
const mode = (args: string[], options: object) => modeOf(new Given(args, { ...options }), takes)

it('is for one execution, or makes a plan, or applies one', () => {
  expect(mode(['order-7', 'approved'], { runId: 'r', input: '1' })).toBeUndefined()
  expect(mode(['approved'], { filter: ['tag=web'], limit: '5', input: '1', rate: '5' })).toEqual({
    filter: ['tag=web'],
    plan: undefined,
  })
  expect(mode(['approved'], { filter: ['tag=web'], plan: 'p' })).toEqual({ filter: ['tag=web'], plan: 'p' })
  expect(mode([], { apply: 'p', yes: true, rate: '5' })).toEqual({ apply: 'p' })
  const terminate = { kind: 'terminate', arguments: ['id'], options: [], asks: true } as const
  expect(modeOf(new Given(['order-7'], { yes: true }), terminate)).toBeUndefined()
})

it.each<[string[], object, RegExp]>([
  [
    ['order-7', 'approved'],
    { filter: ['tag=web'] },
    /^The workflow id 'order-7' can't be given with --filter/,
  ],
  [['approved'], { apply: 'p' }, /^'approved' can't be given with --apply/],
  [['approved'], { filter: ['tag=web'], runId: 'r' }, /^--run-id can't be given with --filter/],
  [
    ['approved'],
    { filter: ['tag=web'], yes: true },
    /^--yes can't skip the preview .*--plan FILE.*--apply FILE --yes/,
  ],
  [['approved'], { filter: ['tag=web'], plan: 'p', yes: true }, /^--yes can't skip the preview/],
  [['approved'], { filter: ['tag=web'], plan: 'p', rate: '5' }, /^--rate is for --apply/],
  [[], { filter: ['tag=web'] }, /^missing required argument 'name'$/],
  [[], { filter: ['tag=web'], apply: 'p' }, /^--filter can't be given with --apply/],
  [[], { plan: 'q', apply: 'p' }, /^--plan can't be given with --apply/],
  [[], { apply: 'p', runId: 'r' }, /^--run-id can't be given with --apply/],
  [[], { apply: 'p', input: '1' }, /^--input can't be given with --apply/],
  [[], { apply: 'p', limit: '1' }, /^--limit can't be given with --apply/],
  [['approved'], { plan: 'p' }, /^--plan needs --filter/],
  [['order-7', 'approved'], { limit: '1' }, /^--limit needs --filter/],
  [['order-7', 'approved'], { rate: '1' }, /^--rate is for many executions/],
  [['order-7', 'approved'], { yes: true }, /^--yes is for many executions/],
  [['order-7'], {}, /^missing required argument 'name'$/],
  [[], {}, /^missing required argument 'id'$/],
])('refuses the arguments %j with %j', (args, options, message) => {
  expect(() => mode(args, options)).toThrow(
    expect.objectContaining({
      code: 'USAGE_INVALID',
      message: expect.stringMatching(message) as string,
    }) as Error,
  )
})

it('resumes with the settings of the command, as a shell reads them', () => {
  const given = new Given([], { domain: 'shop', endpoint: 'http://127.0.0.1:1', profile: "it's", yes: true })
  expect(applyLine(given, 'signal', 'my plan.jsonl')).toBe(
    "reyield signal --apply 'my plan.jsonl' --profile 'it'\\''s' --endpoint http://127.0.0.1:1 --domain shop",
  )
})

it('shows the chosen speed first, and the measured one after two seconds', () => {
  let now = 0
  const speed = new Speed(10, 1000, () => now)
  now = 1000
  expect(speed.at(995)).toEqual({ perSecond: 10, left: 'about 1 min left' })
  now = 4000
  expect(speed.at(990)).toEqual({ perSecond: 2.5, left: 'about 6 min left' })
})
