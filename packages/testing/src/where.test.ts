import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { activities, all, fork, info, race, random, signal, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { decide, history, replayAll, where, whereText } from './index.ts'

interface Impl {
  charge(order: string): Promise<string>
  pack(item: string): Promise<void>
}
const { charge, pack } = activities<Impl>({ startToClose: '5m' })
const approved = signal<string>('approved')

async function* packing(item: string) {
  const wrapped = `${item} in paper`
  yield* packed(wrapped)
}
async function* packed(wrapped: string) {
  yield* pack(wrapped)
}
const order = workflow({ name: 'order', executionStartToClose: '1 day' }, async function* (name: string) {
  const receipt = yield* charge(name)
  yield* fork(sleep('1h'))
  const items = [`${receipt} 1`, `${receipt} 2`]
  yield* all({ packing: packing(items[0]!), answer: race({ approved, late: sleep('2 days') }) })
})

/** Line and column don't matter, the order of the helpers does. */
const short = (line: string) => line.replace(/\(?[^(]*\/([\w.-]+):\d+:\d+\)?$/, '($1)')

describe('where', () => {
  it('returns for every branch the source lines, including helpers, what it waits for, and since when', async () => {
    const recorded = (await decide(order, history(order).started('vase'))).next.completed(charge, 'paid')
    const branches = await where(order, (await decide(order, recorded)).next)
    expect(
      branches.map(({ branch, operation, id, since, lines }) => ({
        branch,
        operation,
        id,
        since: since?.eventId,
        lines: lines.map(short),
      })),
    ).toEqual([
      { branch: '', operation: 'all(…)', id: '3', since: 7, lines: ['run (where.test.ts)'] },
      {
        branch: '3.1',
        operation: "activity 'pack'",
        id: '3.1.1',
        since: 7,
        lines: ['packed (where.test.ts)', 'packing (where.test.ts)'],
      },
      { branch: '3.2', operation: 'race(…)', id: '3.2.1', since: 7, lines: expect.any(Array) as string[] },
      {
        branch: '3.2.1.1',
        operation: "receive of signal 'approved'",
        id: undefined,
        since: 7,
        lines: expect.any(Array) as string[],
      },
      {
        branch: '3.2.1.2',
        operation: 'sleep of 172800000 ms',
        id: '3.2.1.2.1',
        since: 7,
        lines: ['run (where.test.ts)'],
      },
      {
        branch: '2',
        operation: 'sleep of 3600000 ms',
        id: '2.1',
        since: 7,
        lines: ['run (where.test.ts)'],
      },
    ])
  })

  it('returns local variables if requested', async () => {
    const recorded = (await decide(order, history(order).started('vase'))).next.completed(charge, 'paid')
    const branches = await where(order, recorded, { variables: true })
    expect(branches[0]!.variables).toMatchObject({
      name: '"vase"',
      receipt: '"paid"',
      items: '["paid 1", "paid 2"]',
    })
    expect(branches[1]!.variables).toMatchObject({ item: '"paid 1"', wrapped: '"paid 1 in paper"' })
  })

  it('has a printable text', async () => {
    const [only] = await where(order, history(order).started('vase'))
    expect(whereText({ ...only!, lines: only!.lines.map(short) })).toBe(
      [
        "workflow waits for activity 'charge' (id '1') since event 1, 2026-01-01T00:00:00.000Z",
        '  at run (where.test.ts)',
      ].join('\n'),
    )
  })

  it('returns nothing for a workflow that has ended', async () => {
    const done = workflow({ name: 'done', executionStartToClose: '1 day' }, async function* () {
      yield* info()
    })
    expect(await where(done, history(done).started())).toEqual([])
  })

  it('returns the lines of the TypeScript source for built code', () => {
    const script = fileURLToPath(new URL('../../../examples/dist/guide/where-it-waits.js', import.meta.url))
    const output = execFileSync(process.execPath, [script], { encoding: 'utf8' })
    expect(output).toMatch(/^ {2}at .*examples\/guide\/where-it-waits\.ts:\d+:\d+\)?$/m)
    expect(output).toMatch(/receipt = "paid"/)
  })
})

describe('a history without the run id', () => {
  it('can be replayed unless it needs the run id, then RUN_ID_MISSING is thrown', async () => {
    const plain = workflow(
      { name: 'plain', executionStartToClose: '1 day' },
      async function* (lucky: boolean) {
        if (lucky) yield* random()
        yield* pack('x')
      },
    )
    const { events } = history(plain).started(false)
    expect(await replayAll(plain, events)).toEqual([])
    const needing = (await decide(plain, history(plain).started(true))).next
    await expect(replayAll(plain, needing.events)).rejects.toMatchObject({ code: 'RUN_ID_MISSING' })
  })
})
