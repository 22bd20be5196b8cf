import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import type { BulkAction } from '@reyield/inspect/internal'
import type { PlannedRun } from '@reyield/inspect/internal'
import { checkPlan } from './place.ts'
import type { Place, PlanHeader } from './plan.ts'
import { readPlan } from './read.ts'
import { checkNewPlan, writePlan } from './write.ts'

const folder = mkdtempSync(join(tmpdir(), 'reyield-plan-'))
afterAll(() => rmSync(folder, { recursive: true }))

const place: Place = { domain: 'shop', endpoint: null, region: 'eu-west-1', awsProfile: null }
const headerOf = (action: BulkAction): PlanHeader => ({
  reyield: 'bulk plan',
  version: 1,
  id: 'p',
  created: '2026-01-01T00:00:00.000Z',
  ...place,
  action,
  filter: ['type=order'],
})
const header = headerOf({ kind: 'signal', signalName: 'approved', input: '"\n\u2028ä"' })

const run = (i: number): PlannedRun => ({
  workflowId: `order-${i}`,
  runId: `r${i}`,
  type: { name: i % 3 === 0 ? 'order' : 'report', version: '1' },
  started: new Date(Date.UTC(2026, 0, 1) + i * 1000).toISOString(),
})

async function* runs(count: number, cut = false) {
  await Promise.resolve()
  for (let i = count; i > 0; i--) yield run(i)
  return { cut }
}

let names = 0
const newName = () => join(folder, `plan-${names++}.jsonl`)

async function all<T>(each: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const one of each) found.push(one)
  return found
}

it('reads what it has written, also many executions, for its owner only', async () => {
  const file = newName()
  const made = await writePlan(file, header, runs(2000, true))
  const link = newName()
  symlinkSync(file, link)
  const plan = await readPlan(link)
  expect(await all(plan.runs())).toEqual(await all(runs(2000)))
  expect([plan.header, plan.cut, plan.file, made.preview.count]).toEqual([header, true, file, 2000])
  const { count, types, newest, oldest, started } = plan.preview
  expect({ count, types, newest, oldest, started }).toEqual({
    count: 2000,
    types: [
      { type: 'report@1', count: 1334 },
      { type: 'order@1', count: 666 },
    ],
    newest: [run(2000), run(1999), run(1998)],
    oldest: [run(3), run(2), run(1)],
    started: { oldest: run(1).started, newest: run(2000).started },
  })
  await plan.close()
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
})

it('shows each of a few executions once', async () => {
  const { preview } = await writePlan(newName(), header, runs(4))
  expect([...preview.newest, ...preview.oldest]).toEqual([4, 3, 2, 1].map(run))
})

it('leaves no file if there are no executions, or if they cannot all be listed, and never replaces one', async () => {
  const before = readdirSync(folder)
  expect((await writePlan(newName(), header, runs(0))).preview.count).toBe(0)
  async function* failing() {
    yield* runs(3)
    if (names > 0) throw new Error('away')
    return { cut: false }
  }
  await expect(writePlan(newName(), header, failing())).rejects.toThrow('away')
  expect(readdirSync(folder)).toEqual(before)
  const there = newName()
  writeFileSync(there, 'mine')
  expect(() => checkNewPlan(there)).toThrow(/is already there/)
  await expect(writePlan(there, header, runs(1))).rejects.toMatchObject({ code: 'USAGE_INVALID' })
  expect(readFileSync(there, 'utf8')).toBe('mine')
  writeFileSync(`${newName()}.progress`, '')
  expect(() => checkNewPlan(join(folder, `plan-${names - 1}.jsonl`))).toThrow(/is already there/)
  await expect(writePlan(join(folder, 'no', 'p'), header, runs(1))).rejects.toMatchObject({
    code: 'USAGE_INVALID',
  })
})

it('refuses a file in which a byte differs, is missing or is added', async () => {
  const file = newName()
  await writePlan(file, header, runs(4))
  const bytes = readFileSync(file)
  const other = newName()
  await fc.assert(
    fc.asyncProperty(
      fc.nat(bytes.length - 1),
      fc.constantFrom('changed', 'cut', 'removed', 'added'),
      fc.integer({ min: 1, max: 255 }),
      async (at, how, by) => {
        const [before, after] = [bytes.subarray(0, at), bytes.subarray(at + (how === 'added' ? 0 : 1))]
        const one = { changed: [bytes[at]! ^ by], added: [by], cut: [], removed: [] }[how]
        const written = how === 'cut' ? before : Buffer.concat([before, Buffer.from(one), after])
        if (written.equals(bytes)) return
        writeFileSync(other, written)
        const plan = await readPlan(other).catch((error: unknown) => error)
        // white space, or a member of the last line that nobody reads, may be added
        if (plan instanceof Error) return void expect(plan).toMatchObject({ code: 'PLAN_INVALID' })
        const read = plan as Awaited<ReturnType<typeof readPlan>>
        expect([read.header, await all(read.runs())]).toEqual([header, await all(runs(4))])
        await read.close()
      },
    ),
    { numRuns: 120 },
  )
})

it('says what is wrong with a file', async () => {
  const lines = async (change: (lines: string[]) => string[]) => {
    const file = newName()
    await writePlan(file, header, runs(2))
    const changed = newName()
    writeFileSync(changed, change(readFileSync(file, 'utf8').split('\n')).join('\n'))
    return readPlan(changed).then(
      () => 'read',
      (error: Error & { code: string }) =>
        `${error.code}: ${error.message.split(/[.:] /)[0]!.replace(changed, 'FILE')}`,
    )
  }
  const found = await Promise.all([
    lines(all => all.slice(0, -2)),
    lines(all => [...all.slice(0, -2), '']),
    lines(([head, ...rest]) => [head!.replace('"version":1', '"version":2'), ...rest]),
    lines(([head, ...rest]) => [head!.replace('"signal"', '"nudge"'), ...rest]),
    lines(([head, , ...rest]) => [head!, ...rest]),
    lines(all => all.map(line => line.replace('"count":2', '"count":3'))),
    lines(() => ['{"events":[]}', '']),
    lines(() => ['x'.repeat(1_100_000)]),
    lines(() => []),
    readPlan(join(folder, 'none')).catch((error: { code: string }) => error.code),
  ])
  expect(found).toEqual([
    'PLAN_INVALID: The plan FILE is cut off',
    'PLAN_INVALID: The plan FILE is cut off',
    'PLAN_INVALID: The plan FILE has the format 2, and this version of reyield knows 1',
    'PLAN_INVALID: The plan FILE was changed or is damaged',
    'PLAN_INVALID: The plan FILE was changed or is damaged',
    'PLAN_INVALID: The plan FILE was changed or is damaged',
    'PLAN_INVALID: The file FILE is no plan of a bulk command',
    'PLAN_INVALID: The file FILE is no plan of a bulk command',
    'PLAN_INVALID: The file FILE is no plan of a bulk command',
    'USAGE_INVALID',
  ])
})

it('is for its command and its place only', () => {
  const check = (kind: BulkAction['kind'], other: Partial<Place>) => () =>
    checkPlan(header, kind, { ...place, ...other }, 'p')
  expect(check('signal', {})).not.toThrow()
  expect(check('terminate', {})).toThrow(/one of signal. Apply it with: reyield signal --apply p/)
  expect(check('signal', { domain: 'other' })).toThrow(/another domain: shop, not other/)
  expect(check('signal', { endpoint: 'http://x/' })).toThrow(/another endpoint: Amazon SWF, not http:\/\/x\//)
  expect(check('signal', { region: 'eu-north-1' })).toThrow(/another region: eu-west-1, not eu-north-1/)
  expect(check('signal', { region: null, awsProfile: 'x' })).toThrow(/another region/)
})
